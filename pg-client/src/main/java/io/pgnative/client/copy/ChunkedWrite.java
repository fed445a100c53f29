package io.pgnative.client.copy;

import io.pgnative.client.PgCancelledException;
import io.pgnative.client.session.Request;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher gives, gathered to chunks that are written by requests of their own, one after the other. While one
 * is under way others of the same connection may run, also those that the publisher itself needs. One chunk is held
 * here, and as many of the publisher's pieces as were asked for.
 */
public final class ChunkedWrite {

    /** The bytes of each chunk but the last. */
    public static final int CHUNK = 256 * 1024;

    private static final int PIECES = 2;

    /** Where the chunks go. */
    @FunctionalInterface
    public interface Target {

        /**
         * Writes a chunk.
         *
         * @param position where its first byte goes
         * @param chunk does not change before the request has ended; the first one is empty
         * @return submitted
         */
        Request<?> write(long position, ByteBuffer chunk);
    }

    private final Promise<Long> promise;
    private final Target target;
    private final Inflow<ByteBuffer> inflow;
    private final long start;
    private final AtomicInteger wakings = new AtomicInteger();
    private volatile @Nullable Request<?> current;
    private volatile boolean isWriting;

    // Of the thread that does the work, and of the session's loop while it writes.
    private final byte[] chunk = new byte[CHUNK];
    private int used;
    private long position;
    private ByteBuffer piece = ByteBuffer.allocate(0);

    private ChunkedWrite(Promise<Long> promise, Inflow<ByteBuffer> inflow, long start, Target target) {
        this.promise = promise;
        this.inflow = inflow;
        this.start = start;
        this.position = start;
        this.target = target;
    }

    /**
     * Begins with an empty chunk, so that nothing is asked of the publisher before the target has taken that.
     *
     * @param promise for the number of bytes written
     * @param context the caller's, where the publisher is subscribed to; null if he has none
     * @param publisher what is written
     * @param position where its first byte goes
     * @param target where it goes
     * @return under way
     */
    public static ChunkedWrite start(
            Promise<Long> promise,
            @Nullable Context context,
            Flow.Publisher<? extends ByteBuffer> publisher,
            long position,
            Target target) {
        Inflow<ByteBuffer> inflow = new Inflow<>(publisher, CopyInCall.callers(context), PIECES);
        ChunkedWrite write = new ChunkedWrite(promise, inflow, position, target);
        write.write(ByteBuffer.allocate(0), write::begin);
        return write;
    }

    /**
     * What the caller waits for.
     *
     * @return the number of bytes written, when all are
     */
    public Future<Long> future() {
        return promise.future();
    }

    /**
     * Gives up: the future fails, nothing more is asked of the publisher, and what runs is cancelled. Does nothing once
     * the future is complete. Any thread.
     *
     * @param reason what the future fails with
     */
    public void abandon(Throwable reason) {
        if (promise.tryFail(reason)) {
            Request<?> request = current;
            if (request != null) {
                request.abandon(reason);
            }
            inflow.close();
        }
    }

    private boolean isOver() {
        return promise.future().isComplete();
    }

    private void begin() {
        if (!isOver()) {
            inflow.begin(this::wake);
            // It tells of items only to those who have looked and found none.
            wake();
        }
    }

    private void wake() {
        if (wakings.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        while (seen > 0) {
            step();
            seen = wakings.addAndGet(-seen);
        }
    }

    private void step() {
        if (isWriting || isOver()) {
            return;
        }
        boolean isLast;
        try {
            isLast = fill();
        } catch (Exception | Error e) {
            abandon(e);
            return;
        }
        if (used == CHUNK || (isLast && used > 0)) {
            isWriting = true;
            write(ByteBuffer.wrap(chunk, 0, used), this::written);
        } else if (isLast) {
            promise.tryComplete(position - start);
        }
    }

    /** Fills the chunk with what is there; true if there will be no more. */
    private boolean fill() throws Exception {
        while (used < CHUNK) {
            if (!piece.hasRemaining()) {
                boolean isEnd = inflow.isEnded();
                ByteBuffer next = inflow.next();
                if (next == null) {
                    return isEnd;
                }
                piece = next.duplicate();
            }
            int length = Math.min(CHUNK - used, piece.remaining());
            piece.get(chunk, used, length);
            used += length;
        }
        return false;
    }

    private void write(ByteBuffer bytes, Runnable next) {
        Request<?> request = target.write(position, bytes);
        current = request;
        if (isOver()) {
            request.abandon(new PgCancelledException("the write is over"));
        }
        request.future().onComplete((result, failure) -> {
            if (failure == null) {
                next.run();
            } else {
                abandon(failure);
            }
        });
    }

    private void written() {
        position += used;
        used = 0;
        isWriting = false;
        wake();
    }
}
