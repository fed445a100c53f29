package io.pgnative.client.result;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.wire.MessageType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the rows of one result after the other. It belongs to a connection and keeps one chunk, which grows with the
 * results that it sees: a result that fits is copied out of it in its exact size, a larger one takes the full chunks
 * away, so that no array is grown by copying.
 */
public final class RowBuffer {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LENGTH_WORD = 4;
    private static final int HEAD = 1 + LENGTH_WORD;
    private static final int FIRST_CHUNK = 32 * 1024;

    /** Copied ahead at first; then twice as much each time, so that little is copied that is not of this result. */
    private static final int FIRST_WINDOW = 2 * 1024;

    private static final int LARGEST_CHUNK = 256 * 1024;

    private byte[] bytes = new byte[FIRST_CHUNK];
    private int[] starts = new int[64];
    private int used;
    private int rows;
    private int rowsBefore;
    private long bytesBefore;
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
        addStart(at);
        used = at + length;
        return true;
    }

    /**
     * Adds rows as long as whole DataRow messages follow each other. They are copied together, which for small rows
     * costs a fraction of copying each; the heads of the messages stay between them.
     *
     * @param columns the number of columns each must have
     * @param messages holds them
     * @param start where the first of them starts, with its type byte
     * @param length how many bytes there are from there on
     * @return how many bytes of messages were added: up to the first that is unfinished, is no DataRow or does not have
     *     the columns
     */
    public int addAll(int columns, ByteBuf messages, int start, int length) {
        int taken = 0;
        int window = FIRST_WINDOW;
        while (true) {
            int ahead = Math.min(window, length - taken);
            int room = bytes.length - used;
            if (ahead > room && room >= FIRST_WINDOW) {
                ahead = room;
            } else if (ahead > room) {
                nextChunk(ahead);
            }
            copy(messages, start + taken, ahead, used);
            int end = used + ahead;
            int added = addUpTo(end, columns);
            taken += added;
            if (!isUnfinished(end) || taken + (end - used) == length) {
                return taken;
            }
            window = (int) Math.min(window * 2L, Integer.MAX_VALUE);
            if (added == 0 && ahead == room) {
                nextChunk(Math.min(window, length - taken));
            }
        }
    }

    /**
     * Adds rows as long as whole tuples of a binary COPY follow each other, which look like DataRow bodies.
     *
     * @param columns the number of columns each must have
     * @param tuples holds them
     * @param start where the first of them starts
     * @param length how many bytes there are from there on
     * @return how many bytes of tuples were added: up to the first that is unfinished or does not have the columns
     */
    public int addTuples(int columns, ByteBuf tuples, int start, int length) {
        if (bytes.length - used < length) {
            nextChunk(length);
        }
        copy(tuples, start, length, used);
        int end = used + length;
        int position = used;
        for (int next = rowEnd(bytes, position, end, columns);
                next >= 0;
                next = rowEnd(bytes, position, end, columns)) {
            addStart(position);
            position = next;
        }
        int added = position - used;
        used = position;
        return added;
    }

    /** Makes rows of the messages that were copied to behind the last row; the number of bytes they have. */
    private int addUpTo(int end, int columns) {
        int position = used;
        while (end - position > HEAD && bytes[position] == MessageType.DATA_ROW) {
            int body = bodyLength(position);
            if (body > end - position - HEAD || !isRow(bytes, position + HEAD, body, columns)) {
                break;
            }
            addStart(position + HEAD);
            position += HEAD + body;
        }
        int added = position - used;
        used = position;
        return added;
    }

    /** Whether what was copied ends within a DataRow message. */
    private boolean isUnfinished(int end) {
        return end - used <= HEAD || (bytes[used] == MessageType.DATA_ROW && bodyLength(used) > end - used - HEAD);
    }

    private int bodyLength(int message) {
        return (int) INT.get(bytes, message + 1) - LENGTH_WORD;
    }

    private void addStart(int start) {
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, rows * 2);
        }
        starts[rows++] = start;
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
        return rowEnd(bytes, start, start + length, columns) == start + length;
    }

    /** Where the row ends that begins here; -1 if it is not all there before the limit or is none. */
    private static int rowEnd(byte[] bytes, int start, int limit, int columns) {
        if (limit - start < 2 || (((bytes[start] & 0xff) << 8) | (bytes[start + 1] & 0xff)) != columns) {
            return -1;
        }
        long position = start + 2L;
        for (int i = 0; i < columns; i++) {
            if (position + 4 > limit) {
                return -1;
            }
            int value = (int) INT.get(bytes, (int) position);
            if (value < -1) {
                return -1;
            }
            position += 4L + Math.max(0, value);
        }
        return position <= limit ? (int) position : -1;
    }

    private void nextChunk(int needed) {
        int size = FIRST_CHUNK;
        if (rows > 0) {
            if (full == null) {
                full = new ArrayList<>();
            }
            full.add(new ResultRows.Chunk(bytes, Arrays.copyOf(starts, rows), rowsBefore));
            rowsBefore += rows;
            bytesBefore += used;
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
     * The size of the rows gathered, as the server has sent them.
     *
     * @return in bytes, since the last result was taken
     */
    public long byteSize() {
        return bytesBefore + used;
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
        ResultRow first = before == null ? firstOf(shape, bytes, starts, rows, used) : firstOf(shape, before.get(0));
        clear();
        return first;
    }

    private static ResultRow firstOf(RowShape shape, ResultRows.Chunk chunk) {
        return firstOf(shape, chunk.bytes(), chunk.starts(), chunk.starts().length, chunk.bytes().length);
    }

    private static ResultRow firstOf(RowShape shape, byte[] bytes, int[] starts, int rows, int end) {
        return new ResultRow(shape, Arrays.copyOfRange(bytes, starts[0], rows > 1 ? starts[1] : end), 0);
    }

    /**
     * Makes an object of each row where they lie, without a copy of the result, and is empty then.
     *
     * @param shape what the rows look like
     * @param type class to map to
     * @param <T> the same
     * @return an unmodifiable list
     */
    public <T> List<T> takeAs(RowShape shape, Class<T> type) {
        List<T> mapped = List.of();
        if (size() > 0) {
            RowMapper<T> mapper = shape.mapper(type);
            mapped = new ArrayList<>(size());
            if (full != null) {
                for (ResultRows.Chunk chunk : full) {
                    map(shape, mapper, chunk.bytes(), chunk.starts(), chunk.starts().length, mapped);
                }
            }
            map(shape, mapper, bytes, starts, rows, mapped);
            mapped = Collections.unmodifiableList(mapped);
        }
        clear();
        return mapped;
    }

    private static <T> void map(
            RowShape shape, RowMapper<T> mapper, byte[] bytes, int[] starts, int rows, List<T> mapped) {
        for (int i = 0; i < rows; i++) {
            mapped.add(mapper.map(new ResultRow(shape, bytes, starts[i])));
        }
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
        bytesBefore = 0;
        full = null;
    }
}
