package io.pgnative.client.face;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** What a publisher gives as a stream for a thread that may wait. */
final class PulledBytes extends InputStream {

    private final PulledItems<ByteBuffer> pieces;
    private ByteBuffer current = ByteBuffer.allocate(0);

    PulledBytes(PulledItems<ByteBuffer> pieces) {
        this.pieces = pieces;
    }

    private boolean hasMore() {
        while (!current.hasRemaining()) {
            if (!pieces.hasNext()) {
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
        pieces.close();
    }
}
