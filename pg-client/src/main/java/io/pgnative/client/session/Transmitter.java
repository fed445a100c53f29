package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing side: exchanges append to one buffer, which leaves in one write for each turn of the event loop. While
 * the server's answers are being read it leaves at the end of that; a single statement on an idle connection at once.
 */
final class Transmitter {

    private static final int INITIAL_SIZE = 512;
    private static final int LARGE = 64 * 1024;

    private final ChannelHandlerContext channel;
    private final Traffic traffic;
    private final Runnable flushTask = this::flushQueued;
    private @Nullable ByteBuf buffer;
    private boolean reading;
    private boolean queued;
    private boolean closed;
    private long lastWritten;
    private long lastFlushed;

    Transmitter(ChannelHandlerContext channel, Traffic traffic) {
        this.channel = channel;
        this.traffic = traffic;
    }

    /** Where it leaves by. */
    ChannelHandlerContext channel() {
        return channel;
    }

    /** Where exchanges append. */
    ByteBuf buffer() {
        ByteBuf current = buffer;
        if (current == null) {
            current = channel.alloc().ioBuffer(INITIAL_SIZE);
            buffer = current;
        }
        return current;
    }

    /**
     * An exchange has been appended.
     *
     * @param idle whether nothing is in flight before it
     */
    void written(boolean idle) {
        lastWritten++;
        if ((idle && !reading && !queued) || buffer().readableBytes() >= LARGE) {
            flush();
        } else if (!reading && !queued) {
            queued = true;
            channel.channel().eventLoop().execute(flushTask);
        }
    }

    /** The number of the exchange that was appended last; the first has 1. */
    long lastWritten() {
        return lastWritten;
    }

    private void flushQueued() {
        queued = false;
        flush();
    }

    void readBegins() {
        reading = true;
    }

    void readEnds() {
        reading = false;
        flush();
    }

    void flush() {
        ByteBuf current = buffer;
        if (current == null) {
            return;
        }
        buffer = null;
        if (closed || !current.isReadable()) {
            current.release();
            return;
        }
        lastFlushed = lastWritten;
        traffic.sent(current.readableBytes());
        channel.writeAndFlush(current, channel.voidPromise());
    }

    /** Whether an exchange has been handed to the network. */
    boolean isFlushed(long number) {
        return number <= lastFlushed;
    }

    boolean isWritable() {
        return channel.channel().isWritable();
    }

    /** Drops what has not left, so that it can be said of it that it was not sent. */
    void close(PgChannelHandler handler) {
        closed = true;
        flush();
        handler.closeReader();
        channel.close();
    }
}
