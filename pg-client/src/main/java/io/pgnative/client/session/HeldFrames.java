package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.wire.ProtocolViolation;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Messages that have come while an earlier one is being judged off the event loop, and the end of the connection, if
 * that has come, too. On one event loop.
 */
final class HeldFrames {

    /** Of what is held, in bytes: what a server says right after authentication is a few KiB. */
    static final int MOST = 64 * 1024;

    /** The body lies on the heap and needs no release. */
    private record Held(byte type, ByteBuf body) {}

    private final Deque<Held> frames = new ArrayDeque<>();
    private boolean holding = true;
    private int size;
    private @Nullable Runnable end;

    /** What is not handed on yet waits for {@link #release}. */
    void hold() {
        holding = true;
    }

    /** Copies a message, since its bytes are valid for the moment only. */
    void add(byte type, ByteBuf buf, int start, int length) {
        size += length + 5;
        if (size > MOST) {
            throw new ProtocolViolation("more than " + MOST + " bytes came while authentication was being checked");
        }
        frames.add(new Held(type, Unpooled.copiedBuffer(buf.slice(start, length))));
    }

    /** The connection has ended behind what is held. */
    void endsWith(Runnable task) {
        end = task;
    }

    /**
     * Hands on what came, in order, until one of them makes it hold again.
     *
     * @return whether nothing is left
     */
    boolean release(PgSession to) {
        holding = false;
        for (Held held = frames.poll(); held != null; held = holding ? null : frames.poll()) {
            to.frame(held.type(), held.body(), 0, held.body().readableBytes());
        }
        if (!holding) {
            runEnd();
        }
        return !holding;
    }

    /** Forgets the messages: the session has ended. */
    void drop() {
        frames.clear();
        runEnd();
    }

    private void runEnd() {
        Runnable task = end;
        end = null;
        if (task != null) {
            task.run();
        }
    }
}
