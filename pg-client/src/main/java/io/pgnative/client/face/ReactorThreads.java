package io.pgnative.client.face;

import reactor.core.scheduler.Schedulers;

/** Reactor's own opinion of threads; touched only when Reactor is present. */
final class ReactorThreads {

    private ReactorThreads() {}

    static boolean isNonBlocking() {
        return Schedulers.isInNonBlockingThread();
    }
}
