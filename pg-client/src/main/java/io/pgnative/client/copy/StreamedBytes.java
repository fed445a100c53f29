package io.pgnative.client.copy;

import io.pgnative.client.PgDataException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes of a stream that blocks: a worker thread fills one of two buffers while the other is being sent, and is given
 * back while both are full.
 */
final class StreamedBytes extends ByteSource {

    private static final Logger log = LoggerFactory.getLogger(StreamedBytes.class);

    private static final int BUFFERS = 2;

    private final Vertx vertx;
    private final InputStream stream;
    private final boolean isOwned;
    private final ByteBuffer[] buffers = {ByteBuffer.allocate(MESSAGE), ByteBuffer.allocate(MESSAGE)};
    private final AtomicInteger filled = new AtomicInteger();
    private final AtomicBoolean working = new AtomicBoolean();
    private volatile @Nullable Runnable more;
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile @Nullable Exception failure;

    /** On the worker thread, one after the other. */
    private int toFill;

    /** On the event loop. */
    private int toSend;

    private boolean sending;

    /**
     * Makes one.
     *
     * @param isOwned whether the stream is to be closed
     * @param countsLines see {@link ByteSource}
     */
    StreamedBytes(Vertx vertx, InputStream stream, boolean isOwned, boolean countsLines) {
        super(countsLines);
        this.vertx = vertx;
        this.stream = stream;
        this.isOwned = isOwned;
    }

    @Override
    public void begin(Runnable onMore) {
        more = onMore;
        work();
    }

    @Override
    @Nullable ByteBuffer next() throws Exception {
        if (sending) {
            sending = false;
            toSend = (toSend + 1) % BUFFERS;
            filled.decrementAndGet();
            work();
        }
        boolean isEnd = ended;
        Exception reason = failure;
        if (filled.get() > 0) {
            sending = true;
            return buffers[toSend];
        }
        if (reason != null) {
            throw reason;
        }
        return isEnd ? END : null;
    }

    private boolean isFull() {
        return filled.get() == BUFFERS;
    }

    private void work() {
        if (!ended && !closed && !isFull() && working.compareAndSet(false, true)) {
            vertx.executeBlocking(this::fill, false);
        }
    }

    private @Nullable Void fill() {
        try {
            while (!ended && !closed && !isFull()) {
                fillOne();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
            ended = true;
        } catch (Error e) {
            failure = new PgDataException("reading the data of a COPY failed", e);
            ended = true;
            throw e;
        } finally {
            working.set(false);
            tell();
        }
        if (closed) {
            release();
        } else {
            work();
        }
        return null;
    }

    private void fillOne() throws IOException {
        ByteBuffer buffer = buffers[toFill];
        buffer.clear();
        int length = stream.read(buffer.array(), buffer.arrayOffset(), MESSAGE);
        if (length < 0) {
            ended = true;
        } else if (length > 0) {
            buffer.limit(length);
            toFill = (toFill + 1) % BUFFERS;
            filled.incrementAndGet();
            tell();
        }
    }

    private void tell() {
        Runnable current = more;
        if (current != null) {
            current.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        if (isOwned && !working.get()) {
            vertx.executeBlocking(
                    () -> {
                        release();
                        return null;
                    },
                    false);
        }
    }

    /** Closing a file twice does no harm. */
    private void release() {
        if (!isOwned) {
            return;
        }
        try {
            stream.close();
        } catch (IOException e) {
            log.warn("The file that a COPY was read from could not be closed", e);
        }
    }
}
