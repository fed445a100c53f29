package io.pgnative.client.copy;

import java.nio.ByteBuffer;

/** Bytes that are there. */
final class BytesAtHand extends ByteSource {

    private ByteBuffer next;

    /**
     * Makes one.
     *
     * @param bytes from the position to the limit, which both stay as they are
     * @param countsLines see {@link ByteSource}
     */
    BytesAtHand(ByteBuffer bytes, boolean countsLines) {
        super(countsLines);
        this.next = bytes.duplicate();
    }

    @Override
    ByteBuffer next() {
        ByteBuffer data = next;
        next = END;
        return data;
    }

    @Override
    public void begin(Runnable more) {
        // Never waits.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
