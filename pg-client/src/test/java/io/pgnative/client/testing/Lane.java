package io.pgnative.client.testing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;

/** One direction of {@link RecordingProxy}, over all its connections: what holds bytes up, and when they end. */
final class Lane {

    /** What is to be done with a connection after a write. */
    enum Verdict {
        GO_ON,
        CLOSE,
        RESET
    }

    private static final long UNLIMITED = -1;

    private Duration latency = Duration.ZERO;
    private boolean frozen;
    private boolean released;
    private long bytesLeft = UNLIMITED;
    private boolean reset;
    private long forwardedBytes;

    synchronized void latency(Duration newLatency) {
        latency = newLatency;
    }

    synchronized void freeze(boolean newFrozen) {
        frozen = newFrozen;
        notifyAll();
    }

    synchronized void endAfter(long bytes, boolean byReset) {
        bytesLeft = bytes;
        reset = byReset;
    }

    /** For good: nothing is held up any more. */
    synchronized void release() {
        released = true;
        notifyAll();
    }

    synchronized long forwardedBytes() {
        return forwardedBytes;
    }

    synchronized long dueNanos() {
        return System.nanoTime() + latency.toNanos();
    }

    /** Waits for the time, and for the thaw. */
    synchronized void awaitDue(long dueNanos) throws InterruptedException {
        long left = dueNanos - System.nanoTime();
        while (!released && (frozen || left > 0)) {
            if (frozen) {
                wait();
            } else {
                // Rounded up: a wait of zero would last for ever.
                wait(NANOSECONDS.toMillis(left) + 1);
            }
            left = dueNanos - System.nanoTime();
        }
    }

    /** How many of these bytes may pass. */
    synchronized int allow(int bytes) {
        int allowed = bytesLeft == UNLIMITED ? bytes : (int) Math.min(bytes, bytesLeft);
        if (bytesLeft != UNLIMITED) {
            bytesLeft -= allowed;
        }
        forwardedBytes += allowed;
        return allowed;
    }

    /** To be asked after a write; ends one connection only. */
    synchronized Verdict verdict() {
        if (bytesLeft != 0) {
            return Verdict.GO_ON;
        }
        bytesLeft = UNLIMITED;
        return reset ? Verdict.RESET : Verdict.CLOSE;
    }
}
