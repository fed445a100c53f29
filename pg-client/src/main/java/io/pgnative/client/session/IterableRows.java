package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgDataException;
import java.util.Iterator;

/** Rows for a binary COPY, iterated as the socket takes them. It never waits. */
final class IterableRows implements CopySource {

    private final BinaryCopyWriter writer;
    private final Iterator<?> rows;

    /**
     * Makes one.
     *
     * @param writer writes them
     * @param rows iterated once
     * @throws PgDataException when they cannot be iterated
     */
    IterableRows(BinaryCopyWriter writer, Iterable<?> rows) {
        this.writer = writer;
        try {
            this.rows = rows.iterator();
        } catch (RuntimeException | Error e) {
            throw new PgDataException("the rows of a COPY could not be iterated", e);
        }
    }

    @Override
    public void begin(Runnable more) {
        // Nothing is ever waited for.
    }

    @Override
    public State read(ByteBuf out, int wanted) {
        // In one step, and with room for the last row: growing by doubling copies what is there each time.
        out.ensureWritable(wanted + wanted / 16);
        int end = out.writerIndex() + wanted;
        while (hasNext()) {
            writer.row(out, next());
            if (out.writerIndex() >= end) {
                return State.MORE;
            }
        }
        writer.end(out);
        return State.ENDED;
    }

    private boolean hasNext() {
        try {
            return rows.hasNext();
        } catch (RuntimeException | Error e) {
            throw failed(e);
        }
    }

    private Object next() {
        try {
            return rows.next();
        } catch (RuntimeException | Error e) {
            throw failed(e);
        }
    }

    private PgDataException failed(Throwable cause) {
        return new PgDataException(
                "iterating the rows of a COPY failed at row " + writer.rows() + ", counted from 0", cause);
    }

    @Override
    public long rows() {
        return writer.rows();
    }

    @Override
    public void close() {
        // An iterator holds nothing that could be given back.
    }
}
