package io.pgnative.client.result;

import io.pgnative.client.Column;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Row;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.DecodeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Type;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row as the body of its DataRow message: a column count, then for each column a length word and the value. */
public final class ResultRow implements Row {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    /** Bits of {@link #seen} that hold a position; those above hold a column. */
    private static final int POSITION_BITS = 22;

    private static final int MOST_POSITION = (1 << POSITION_BITS) - 1;
    private static final int MOST_COLUMN = (1 << (Integer.SIZE - 1 - POSITION_BITS)) - 1;

    private final RowShape shape;
    private final byte[] bytes;
    private final int offset;

    /**
     * The column found last and the position of its length word in this row, in one int, which readers on several
     * threads see whole. A plain field: with stronger access the compiler would keep rows that never leave a method.
     */
    private int seen;

    ResultRow(RowShape shape, byte[] bytes, int offset) {
        this.shape = shape;
        this.bytes = bytes;
        this.offset = offset;
        this.seen = 2;
    }

    /**
     * The position of a column's length word. Neither this nor what it calls may hand {@code this} on: the compiler
     * then leaves the row out where the caller reads values and forgets it.
     */
    private int find(int column) {
        if (column < 0 || column >= shape.size()) {
            throw noColumn(shape, column);
        }
        int last = seen;
        int current = last >>> POSITION_BITS;
        int position = last & MOST_POSITION;
        if (current > column) {
            current = 0;
            position = 2;
        }
        if (current < column) {
            position = walk(bytes, offset, current, position, column);
            if (position <= MOST_POSITION && column <= MOST_COLUMN) {
                seen = (column << POSITION_BITS) | position;
            }
        }
        return offset + position;
    }

    private static int walk(byte[] bytes, int offset, int from, int start, int column) {
        int position = start;
        for (int current = from; current < column; current++) {
            position += 4 + Math.max(0, (int) INT.get(bytes, offset + position));
        }
        return position;
    }

    private static IllegalArgumentException noColumn(RowShape shape, int column) {
        return new IllegalArgumentException("no column " + column + "; there are " + shape.size());
    }

    private int lengthOf(int column, int position) {
        int length = (int) INT.get(bytes, position);
        if (length < 0) {
            throw nullValue(shape, column, "isNull, or get with a boxed class");
        }
        return length;
    }

    PgDataException nullValue(int column, String remedy) {
        return nullValue(shape, column, remedy);
    }

    private static PgDataException nullValue(RowShape shape, int column, String remedy) {
        return new PgDataException(describe(shape, column) + " is NULL; use " + remedy);
    }

    private static PgDataException unreadable(RowShape shape, int column, DecodeException cause) {
        return new PgDataException(describe(shape, column) + ": " + cause.getMessage(), cause);
    }

    /** What a column is called in messages. */
    String describe(int column) {
        return describe(shape, column);
    }

    private static String describe(RowShape shape, int column) {
        Column description = shape.columns().get(column);
        return "column \"" + description.name() + "\" of type " + description.typeName();
    }

    @Override
    public int size() {
        return shape.size();
    }

    @Override
    public List<Column> columns() {
        return shape.columns();
    }

    @Override
    public int indexOf(String name) {
        return shape.indexOf(name);
    }

    @Override
    public boolean has(String column) {
        return shape.has(column);
    }

    @Override
    public List<@Nullable Object> values(int from, int to) {
        if (from < 0 || to > size() || from > to) {
            throw new IllegalArgumentException("no columns " + from + " to " + to + "; there are " + size());
        }
        List<@Nullable Object> values = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            values.add(get(i));
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    public boolean isNull(int column) {
        return (int) INT.get(bytes, find(column)) < 0;
    }

    @Override
    public boolean getBoolean(int column) {
        int position = find(column);
        try {
            return shape.codec(column).getBoolean(bytes, position + 4, lengthOf(column, position));
        } catch (DecodeException e) {
            throw unreadable(shape, column, e);
        }
    }

    @Override
    public short getShort(int column) {
        int position = find(column);
        try {
            return shape.codec(column).getShort(bytes, position + 4, lengthOf(column, position));
        } catch (DecodeException e) {
            throw unreadable(shape, column, e);
        }
    }

    @Override
    public int getInt(int column) {
        int position = find(column);
        try {
            return shape.codec(column).getInt(bytes, position + 4, lengthOf(column, position));
        } catch (DecodeException e) {
            throw unreadable(shape, column, e);
        }
    }

    @Override
    public long getLong(int column) {
        int position = find(column);
        try {
            return shape.codec(column).getLong(bytes, position + 4, lengthOf(column, position));
        } catch (DecodeException e) {
            throw unreadable(shape, column, e);
        }
    }

    @Override
    public float getFloat(int column) {
        int position = find(column);
        try {
            return shape.codec(column).getFloat(bytes, position + 4, lengthOf(column, position));
        } catch (DecodeException e) {
            throw unreadable(shape, column, e);
        }
    }

    @Override
    public double getDouble(int column) {
        int position = find(column);
        try {
            return shape.codec(column).getDouble(bytes, position + 4, lengthOf(column, position));
        } catch (DecodeException e) {
            throw unreadable(shape, column, e);
        }
    }

    @Override
    public @Nullable String getString(int column) {
        int position = find(column);
        int length = (int) INT.get(bytes, position);
        if (length < 0) {
            return null;
        }
        try {
            return shape.codec(column).getString(bytes, position + 4, length);
        } catch (DecodeException e) {
            throw unreadable(shape, column, e);
        }
    }

    @Override
    public @Nullable Object get(int column) {
        int position = find(column);
        int length = (int) INT.get(bytes, position);
        if (length < 0) {
            return null;
        }
        try {
            return shape.codec(column).decode(bytes, position + 4, length);
        } catch (DecodeException e) {
            throw unreadable(shape, column, e);
        }
    }

    @Override
    public <T> @Nullable T get(int column, Class<T> type) {
        int position = find(column);
        int length = (int) INT.get(bytes, position);
        if (length < 0) {
            return null;
        }
        Codec codec = shape.codec(column);
        try {
            return codec.decode(bytes, position + 4, length, type);
        } catch (DecodeException e) {
            throw unreadable(shape, column, e);
        }
    }

    /** The value as a type that may have parameters, or null for NULL. */
    @Nullable Object getGeneric(int column, Type type) {
        int position = find(column);
        int length = (int) INT.get(bytes, position);
        if (length < 0) {
            return null;
        }
        try {
            return shape.codec(column).decodeGeneric(bytes, position + 4, length, type);
        } catch (DecodeException e) {
            throw unreadable(shape, column, e);
        }
    }

    @Override
    public <T> T as(Class<T> type) {
        return shape.mapper(type).map(this);
    }

    @Override
    public Row lenient() {
        return new ResultRow(shape.lenient(), bytes, offset);
    }

    @Override
    public Row copy() {
        int end = offset + 2;
        for (int i = 0; i < shape.size(); i++) {
            end += 4 + Math.max(0, (int) INT.get(bytes, end));
        }
        return new ResultRow(shape, Arrays.copyOfRange(bytes, offset, end), 0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Row row) || row.size() != size()) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            Object theirs = row instanceof ResultRow that ? that.comparable(i) : row.get(i);
            if (!Objects.deepEquals(comparable(i), theirs)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The value as its default class; as text where that class cannot hold it, as with the NaN of a numeric. Comparing
     * rows must not fail for what they hold.
     */
    private @Nullable Object comparable(int column) {
        int position = find(column);
        int length = (int) INT.get(bytes, position);
        if (length < 0) {
            return null;
        }
        try {
            return shape.codec(column).decode(bytes, position + 4, length);
        } catch (DecodeException e) {
            return getString(column);
        }
    }

    @Override
    public int hashCode() {
        @Nullable Object[] values = new @Nullable Object[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = comparable(i);
        }
        return Arrays.deepHashCode(values);
    }

    /** The values by name, as text; for people, not for programs. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Row{");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(shape.columns().get(i).name())
                    .append('=')
                    .append(getString(i));
        }
        return text.append('}').toString();
    }
}
