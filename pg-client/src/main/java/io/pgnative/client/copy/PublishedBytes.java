package io.pgnative.client.copy;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes that a publisher gives. */
final class PublishedBytes extends ByteSource {

    private final Inflow<ByteBuffer> inflow;

    PublishedBytes(Inflow<ByteBuffer> inflow, boolean countsLines) {
        super(countsLines);
        this.inflow = inflow;
    }

    @Override
    @Nullable ByteBuffer next() throws Exception {
        boolean ended = inflow.isEnded();
        ByteBuffer data = inflow.next();
        return data != null ? data.duplicate() : ended ? END : null;
    }

    @Override
    public void begin(Runnable more) {
        inflow.begin(more);
    }

    @Override
    public void close() {
        inflow.close();
    }
}
