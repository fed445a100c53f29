package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The data of a COPY TO STDOUT in the binary format as rows. */
final class RowsCopySink implements CopySink {

    private final BinaryCopyReader reader;
    private final CopyRowOutlet outlet;
    private @Nullable CopyValve valve;
    private boolean scheduled;
    private long bytes;

    RowsCopySink(BinaryCopyReader reader, CopyRowOutlet outlet) {
        this.reader = reader;
        this.outlet = outlet;
    }

    @Override
    public void begin(CopyValve newValve) {
        valve = newValve;
        outlet.begin(newValve);
    }

    /** Rows are handed on in batches, but never kept once what has arrived is read. */
    @Override
    public void data(ByteBuf buf, int start, int length) {
        reader.take(buf, start, length);
        bytes += length;
        if (reader.isFull()) {
            deliver();
        } else if (!scheduled && valve != null) {
            scheduled = true;
            valve.loop().execute(this::turnEnds);
        }
    }

    private void turnEnds() {
        scheduled = false;
        deliver();
    }

    private void deliver() {
        if (reader.size() > 0) {
            long taken = bytes;
            bytes = 0;
            outlet.take(reader.takeRows(), taken);
        }
    }

    @Override
    public void end() {
        reader.end();
        deliver();
    }
}
