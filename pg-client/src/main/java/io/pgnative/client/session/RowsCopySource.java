package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Rows as the data of a COPY FROM STDIN in the binary format. */
final class RowsCopySource implements CopySource {

    private final BinaryCopyWriter writer;
    private final CopyRowFeed feed;

    RowsCopySource(BinaryCopyWriter writer, CopyRowFeed feed) {
        this.writer = writer;
        this.feed = feed;
    }

    @Override
    public void begin(Runnable more) {
        feed.begin(more);
    }

    @Override
    public State read(ByteBuf out) throws Exception {
        while (true) {
            @Nullable Object row = feed.next();
            if (row == CopyRowFeed.WAITING) {
                writer.flush(out);
                return State.WAITING;
            }
            if (row == CopyRowFeed.END) {
                writer.end(out);
                return State.ENDED;
            }
            if (writer.row(out, row)) {
                return State.MORE;
            }
        }
    }

    @Override
    public long rows() {
        return writer.rows();
    }

    @Override
    public void close() {
        feed.close();
    }
}
