package io.pgnative.client.face;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;

/** Pieces of data that come bit by bit, as a stream of bytes for a thread that may wait. */
final class PulledBytes extends InputStream {

    private final Stream<ByteBuffer> source;
    private final Iterator<ByteBuffer> pieces;
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean isClosed;

    /**
     * Makes one.
     *
     * @param source is closed with this
     */
    PulledBytes(Stream<ByteBuffer> source) {
        this.source = source;
        this.pieces = source.iterator();
    }

    private boolean hasMore() {
        while (!current.hasRemaining()) {
            if (isClosed || !pieces.hasNext()) {
                return false;
            }
            current = pieces.next();
        }
        return true;
    }

    @Override
    public int read() {
        return hasMore() ? current.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int read = Math.min(length, current.remaining());
        current.get(target, offset, read);
        return read;
    }

    @Override
    public int available() {
        return current.remaining();
    }

    @Override
    public void close() {
        current = ByteBuffer.allocate(0);
        isClosed = true;
        source.close();
    }
}
