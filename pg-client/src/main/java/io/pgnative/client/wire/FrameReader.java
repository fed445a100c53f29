package io.pgnative.client.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into messages. Bytes are handed on where they lie; only an unfinished message at the end of a read
 * is copied, into a buffer that grows as its bytes arrive and never by what a length word announces alone. So the cost
 * is linear in the bytes that arrive, and memory is bounded by them.
 *
 * <p>Not thread-safe: belongs to one event loop. After an exception from {@link #feed} the reader is closed, since the
 * place of the next message is lost.
 */
public final class FrameReader implements AutoCloseable {

    /** Takes messages. */
    @FunctionalInterface
    public interface FrameHandler {

        /**
         * A message is complete. The handler may call {@link FrameReader#close()}, {@link FrameReader#limits} and
         * {@link FrameReader#untyped}, which hold for the next message on, but not {@link FrameReader#feed}.
         *
         * @param type its type, or {@link MessageType#UNTYPED}
         * @param buf holds the body; to be read with absolute indexes, and valid during the call only
         * @param start where the body starts
         * @param length how many bytes it has
         */
        void frame(byte type, ByteBuf buf, int start, int length);

        /**
         * Several DataRow messages lie ahead, which can be taken together. What is not taken comes through
         * {@link #frame}.
         *
         * @param buf holds them, and perhaps other messages behind; valid during the call only
         * @param start where the first of them starts, with its type byte
         * @param length how many bytes have arrived from there on; the last message may be unfinished
         * @return how many bytes of whole DataRow messages were taken; 0 for none
         */
        default int rows(ByteBuf buf, int start, int length) {
            return 0;
        }
    }

    private static final int LEAST_TAIL = 512;
    private static final int UNKNOWN = -1;

    private final FrameHandler handler;
    private FrameLimits limits;
    private boolean untyped;
    private boolean feeding;
    private boolean closed;

    /** The start of a message whose end has not come yet. */
    private @Nullable ByteBuf tail;

    /** Of the unfinished message: kept, since limits and mode may change before its end. */
    private int tailHead;

    private int tailBody;

    private long copiedBytes;

    /**
     * Makes one that expects a type byte before each message, as clients do.
     *
     * @param limits what may come at first
     * @param handler takes the messages
     */
    public FrameReader(FrameLimits limits, FrameHandler handler) {
        this.limits = limits;
        this.handler = handler;
    }

    /**
     * Changes what may come, from the next message on.
     *
     * @param newLimits the limits
     */
    public void limits(FrameLimits newLimits) {
        this.limits = newLimits;
    }

    /**
     * Whether messages come without a type byte, as the first ones of a client do. From the next message on.
     *
     * @param newUntyped true for a server that waits for a start-up packet or another request in its place
     */
    public void untyped(boolean newUntyped) {
        this.untyped = newUntyped;
    }

    /**
     * Whether a message has begun that has not ended.
     *
     * @return true if the next bytes belong to it
     */
    public boolean isMidMessage() {
        return tail != null;
    }

    /**
     * Whether the reader drops what it is fed.
     *
     * @return true after {@link #close()} or a failure
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Takes bytes and hands on each message that is complete with them.
     *
     * @param in its readable bytes are consumed; released in any case
     * @throws ProtocolViolation if they are no message that the limits allow
     * @throws IllegalStateException if called by the handler
     */
    public void feed(ByteBuf in) {
        if (feeding) {
            in.release();
            throw new IllegalStateException("feed called while a message is handled");
        }
        boolean done = false;
        feeding = true;
        try {
            if (!closed && tail != null) {
                completeTail(tail, in);
            }
            while (!closed && tail == null && in.isReadable()) {
                readFrame(in);
            }
            done = true;
        } finally {
            feeding = false;
            closed |= !done;
            in.release();
            if (closed) {
                releaseTail();
            }
        }
    }

    /** Drops what is unfinished and all that is fed from now on. The handler may call it. */
    @Override
    public void close() {
        closed = true;
        if (!feeding) {
            releaseTail();
        }
    }

    /**
     * How many bytes were copied so far, those moved by a growing buffer included.
     *
     * @return since the reader was made
     */
    public long copiedBytes() {
        return copiedBytes;
    }

    /** How many bytes the unfinished message occupies. */
    int tailCapacity() {
        return tail == null ? 0 : tail.capacity();
    }

    private void readFrame(ByteBuf in) {
        int head = untyped ? 4 : 5;
        int available = in.readableBytes();
        if (available < head) {
            keep(in, LEAST_TAIL, head, UNKNOWN);
            return;
        }
        int start = in.readerIndex();
        byte type = untyped ? MessageType.UNTYPED : in.getByte(start);
        int body = limits.bodyLength(type, in.getInt(start + head - 4));
        if (available - head < body) {
            keep(in, Math.min(head + body, Math.max(LEAST_TAIL, available)), head, body);
            return;
        }
        if (type == MessageType.DATA_ROW && startsRow(in, start + head + body) && limits.allows(type, available)) {
            int taken = handler.rows(in, start, available);
            if (taken > 0) {
                in.skipBytes(taken);
                return;
            }
        }
        in.skipBytes(head + body);
        handler.frame(type, in, start + head, body);
    }

    private static boolean startsRow(ByteBuf in, int at) {
        return at < in.writerIndex() && in.getByte(at) == MessageType.DATA_ROW;
    }

    private void keep(ByteBuf in, int capacity, int head, int body) {
        ByteBuf unfinished = in.alloc().buffer(capacity);
        tail = unfinished;
        tailHead = head;
        tailBody = body;
        append(unfinished, in, in.readableBytes());
    }

    private void completeTail(ByteBuf unfinished, ByteBuf in) {
        int head = tailHead;
        if (tailBody == UNKNOWN) {
            append(unfinished, in, Math.min(head - unfinished.writerIndex(), in.readableBytes()));
            if (unfinished.writerIndex() < head) {
                return;
            }
            tailBody = limits.bodyLength(tailType(unfinished), unfinished.getInt(head - 4));
        }
        int end = head + tailBody;
        int more = Math.min(end - unfinished.writerIndex(), in.readableBytes());
        grow(unfinished, unfinished.writerIndex() + more, end);
        append(unfinished, in, more);
        if (unfinished.writerIndex() == end) {
            try {
                handler.frame(tailType(unfinished), unfinished, head, tailBody);
            } finally {
                releaseTail();
            }
        }
    }

    private byte tailType(ByteBuf unfinished) {
        return tailHead == 4 ? MessageType.UNTYPED : unfinished.getByte(0);
    }

    /** Makes room by doubling, so that the sum of all moves stays below twice the message. */
    private void grow(ByteBuf unfinished, int needed, int end) {
        int capacity = unfinished.capacity();
        if (needed > capacity) {
            copiedBytes += unfinished.writerIndex();
            unfinished.capacity((int) Math.min(end, Math.max(needed, 2L * capacity)));
        }
    }

    private void append(ByteBuf unfinished, ByteBuf in, int length) {
        copiedBytes += length;
        unfinished.writeBytes(in, length);
    }

    private void releaseTail() {
        ByteBuf unfinished = tail;
        if (unfinished != null) {
            tail = null;
            unfinished.release();
        }
    }
}
