package io.pgnative.client.result;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the rows of one result after the other. It belongs to a connection and keeps one chunk, which grows with the
 * results that it sees: a result that fits is copied out of it in its exact size, a larger one takes the full chunks
 * away, so that no array is grown by copying.
 */
public final class RowBuffer {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIRST_CHUNK = 32 * 1024;
    private static final int LARGEST_CHUNK = 256 * 1024;

    private byte[] bytes = new byte[FIRST_CHUNK];
    private int[] starts = new int[64];
    private int used;
    private int rows;
    private int rowsBefore;
    private @Nullable List<ResultRows.Chunk> full;

    /**
     * Adds a row.
     *
     * @param columns the number of columns it must have
     * @param body holds the DataRow body
     * @param start where it begins
     * @param length how long it is
     * @return false if it is no DataRow body with that many columns; nothing is added then
     */
    public boolean add(int columns, ByteBuf body, int start, int length) {
        if (bytes.length - used < length) {
            nextChunk(length);
        }
        int at = used;
        copy(body, start, length, at);
        if (!isRow(bytes, at, length, columns)) {
            return false;
        }
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, rows * 2);
        }
        starts[rows++] = at;
        used = at + length;
        return true;
    }

    /**
     * Where Netty does without Unsafe, as on newer JDKs, getBytes makes a view for each call. The buffer's own view
     * costs one for the whole buffer, which pays from the second row on.
     */
    private void copy(ByteBuf body, int start, int length, int at) {
        if (rows == 0 || body.nioBufferCount() != 1) {
            body.getBytes(start, bytes, at, length);
        } else {
            body.internalNioBuffer(start, length).get(bytes, at, length);
        }
    }

    /** Length words must lead from column to column and exactly to the end: getters rely on it. */
    private static boolean isRow(byte[] bytes, int start, int length, int columns) {
        if (length < 2 || (((bytes[start] & 0xff) << 8) | (bytes[start + 1] & 0xff)) != columns) {
            return false;
        }
        long end = (long) start + length;
        long position = start + 2L;
        for (int i = 0; i < columns; i++) {
            if (position + 4 > end) {
                return false;
            }
            int value = (int) INT.get(bytes, (int) position);
            if (value < -1) {
                return false;
            }
            position += 4L + Math.max(0, value);
        }
        return position == end;
    }

    private void nextChunk(int needed) {
        int size = FIRST_CHUNK;
        if (rows > 0) {
            if (full == null) {
                full = new ArrayList<>();
            }
            full.add(new ResultRows.Chunk(bytes, Arrays.copyOf(starts, rows), rowsBefore));
            rowsBefore += rows;
            size = (int) Math.min(bytes.length * 2L, LARGEST_CHUNK);
        }
        bytes = new byte[Math.max(needed, size)];
        used = 0;
        rows = 0;
    }

    /**
     * The number of rows gathered.
     *
     * @return since the last result was taken
     */
    public int size() {
        return rowsBefore + rows;
    }

    /**
     * Takes the result, and is empty then.
     *
     * @param shape what the rows look like
     * @param result what the command said
     * @return the rows
     */
    public ResultRows take(RowShape shape, CommandResult result) {
        int size = size();
        List<ResultRows.Chunk> before = full;
        ResultRows.Chunk[] chunks;
        if (before == null) {
            chunks = rows == 0 ? new ResultRows.Chunk[0] : new ResultRows.Chunk[] {lastChunk()};
        } else {
            if (rows > 0) {
                before.add(lastChunk());
            }
            chunks = before.toArray(new ResultRows.Chunk[0]);
        }
        clear();
        return new ResultRows(shape, chunks, size, result);
    }

    /** A copy, so that this keeps its memory for the next result; what is as good as full is given away instead. */
    private ResultRows.Chunk lastChunk() {
        byte[] last = bytes;
        if (used > last.length - last.length / 8 || last.length > LARGEST_CHUNK) {
            bytes = new byte[Math.min(last.length, LARGEST_CHUNK)];
        } else {
            last = Arrays.copyOf(last, used);
        }
        return new ResultRows.Chunk(last, Arrays.copyOf(starts, rows), rowsBefore);
    }

    /**
     * Takes the first row alone, and is empty then.
     *
     * @param shape what the rows look like
     * @return the row; not to be called without one
     */
    public ResultRow takeFirst(RowShape shape) {
        List<ResultRows.Chunk> before = full;
        byte[] source = before == null ? bytes : before.get(0).bytes();
        int end = before == null ? (rows > 1 ? starts[1] : used) : endOfFirst(before.get(0));
        ResultRow first = new ResultRow(shape, Arrays.copyOf(source, end), 0);
        clear();
        return first;
    }

    private static int endOfFirst(ResultRows.Chunk chunk) {
        return chunk.starts().length > 1 ? chunk.starts()[1] : chunk.bytes().length;
    }

    /** Drops what was gathered, and memory beyond a chunk. */
    public void clear() {
        if (bytes.length > LARGEST_CHUNK) {
            bytes = new byte[FIRST_CHUNK];
        }
        if (starts.length > 4096) {
            starts = new int[64];
        }
        used = 0;
        rows = 0;
        rowsBefore = 0;
        full = null;
    }
}
