package io.pgnative.client.session;

/** Counts the bytes of one connection; on its event loop, read anywhere. */
final class Traffic {

    private final LoopCounter received = new LoopCounter();
    private final LoopCounter sent = new LoopCounter();

    void received(int bytes) {
        received.add(bytes);
    }

    void sent(int bytes) {
        sent.add(bytes);
    }

    Session.TrafficFigures figures() {
        return new Session.TrafficFigures(received.get(), sent.get());
    }
}
