package io.pgnative.client.result;

import io.pgnative.client.Column;
import io.pgnative.client.CommandResult;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Collected rows, in the chunks that they were gathered in. */
public final class ResultRows implements Rows {

    private final RowShape shape;
    private final Chunk[] chunks;
    private final int size;
    private final CommandResult result;

    ResultRows(RowShape shape, Chunk[] chunks, int size, CommandResult result) {
        this.shape = shape;
        this.chunks = chunks;
        this.size = size;
        this.result = result;
    }

    /**
     * Some consecutive rows.
     *
     * @param bytes the bodies of their DataRow messages
     * @param starts where each begins in {@code bytes}
     * @param first the number of the first of them in the whole result
     */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    record Chunk(byte[] bytes, int[] starts, int first) {}

    @Override
    public int size() {
        return size;
    }

    /** Small, so that the compiler can inline it and leave the row object out where it does not escape. */
    @Override
    public Row get(int index) {
        if (index < 0 || index >= size) {
            throw outOfBounds(index);
        }
        Chunk chunk = chunks.length == 1 ? chunks[0] : chunkOf(index);
        return new ResultRow(shape, chunk.bytes, chunk.starts[index - chunk.first]);
    }

    private IndexOutOfBoundsException outOfBounds(int index) {
        return new IndexOutOfBoundsException("row " + index + " of " + size);
    }

    private Chunk chunkOf(int index) {
        int low = 0;
        int high = chunks.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks[middle].first <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return chunks[low];
    }

    @Override
    public List<Column> columns() {
        return shape.columns();
    }

    @Override
    public CommandResult result() {
        return result;
    }

    @Override
    public <T> List<T> as(Class<T> type) {
        if (size == 0) {
            return List.of();
        }
        RowMapper<T> mapper = shape.mapper(type);
        List<T> mapped = new ArrayList<>(size);
        for (Chunk chunk : chunks) {
            for (int start : chunk.starts) {
                mapped.add(mapper.map(new ResultRow(shape, chunk.bytes, start)));
            }
        }
        return Collections.unmodifiableList(mapped);
    }

    @Override
    public ResultRows lenient() {
        return new ResultRows(shape.lenient(), chunks, size, result);
    }

    /**
     * The rows one after the other, each mapped when it is its turn.
     *
     * @param type class to map to
     * @param <T> the same
     * @return an iterator whose {@code next} fails as {@link Row#as(Class)} does
     */
    public <T> Iterator<T> iterator(Class<T> type) {
        if (size == 0) {
            return Collections.emptyIterator();
        }
        RowMapper<T> mapper = shape.mapper(type);
        return new RowIterator<>() {
            @Override
            T row(RowShape rowShape, byte[] bytes, int start) {
                return mapper.map(new ResultRow(rowShape, bytes, start));
            }
        };
    }

    @Override
    public Stream<Row> stream() {
        return IntStream.range(0, size).mapToObj(this::get);
    }

    @Override
    public Iterator<Row> iterator() {
        return new RowIterator<>() {
            @Override
            Row row(RowShape rowShape, byte[] bytes, int start) {
                return new ResultRow(rowShape, bytes, start);
            }
        };
    }

    /** Goes through the chunks without looking for each row's. */
    private abstract class RowIterator<T> implements Iterator<T> {

        private int chunk;
        private int row;

        abstract T row(RowShape rowShape, byte[] bytes, int start);

        @Override
        public final boolean hasNext() {
            return chunk < chunks.length;
        }

        @Override
        public final T next() {
            if (chunk >= chunks.length) {
                throw new NoSuchElementException("there are " + size + " rows");
            }
            Chunk current = chunks[chunk];
            int start = current.starts[row];
            if (++row == current.starts.length) {
                row = 0;
                chunk++;
            }
            return row(shape, current.bytes, start);
        }
    }

    /** The number of rows and columns; the rows themselves may be many. */
    @Override
    public String toString() {
        return "Rows{" + size + " rows, columns="
                + shape.columns().stream().map(Column::name).toList() + "}";
    }
}
