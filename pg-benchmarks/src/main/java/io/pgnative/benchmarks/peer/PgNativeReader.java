package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Shape;
import io.pgnative.client.CommandResult;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the rows of our client. */
@FunctionalInterface
interface PgNativeReader {

    void read(Row row, Checksum sum);

    static PgNativeReader of(Shape shape) {
        return switch (shape) {
            case INT -> (row, sum) -> sum.add(row.getInt(0));
            case ITEM -> PgNativeReader::item;
            case TYPE -> PgNativeReader::type;
            case BYTES -> (row, sum) -> sum.add(value(row, 0, byte[].class));
            case INTS -> PgNativeReader::ints;
            case LINE -> PgNativeReader::line;
            case COUNT ->
                (row, sum) -> {
                    throw new IllegalStateException("no rows expected");
                };
        };
    }

    static long read(Shape shape, Row row) {
        Checksum sum = new Checksum();
        of(shape).read(row, sum);
        return sum.value();
    }

    /** The class whose values are the whole result, which then is fetched without rows; null for rows. */
    static @Nullable Class<?> column(Shape shape) {
        return switch (shape) {
            case BYTES -> byte[].class;
            case INTS -> int[].class;
            default -> null;
        };
    }

    static long readColumn(List<?> values) {
        Checksum sum = new Checksum();
        for (Object value : values) {
            readColumn(value, sum);
        }
        return sum.value();
    }

    static void readColumn(Object value, Checksum sum) {
        if (value instanceof byte[] bytes) {
            sum.add(bytes);
        } else {
            add((int[]) value, sum);
        }
    }

    static long read(Shape shape, Rows rows) {
        PgNativeReader reader = of(shape);
        Checksum sum = new Checksum();
        for (int i = 0; i < rows.size(); i++) {
            reader.read(rows.get(i), sum);
        }
        return sum.value();
    }

    static long count(CommandResult result) {
        Checksum sum = new Checksum();
        sum.add(result.rowCount());
        return sum.value();
    }

    private static void item(Row row, Checksum sum) {
        sum.add(row.getLong(0));
        sum.add(row.getInt(1));
        sum.add(text(row, 2));
        sum.add(row.getBoolean(3));
        sum.add(row.getDouble(4));
        sum.add(value(row, 5, OffsetDateTime.class));
    }

    private static void line(Row row, Checksum sum) {
        sum.add(row.getLong(0));
        sum.add(row.getInt(1));
        sum.add(row.getInt(2));
        sum.add(text(row, 3));
        sum.add(row.getDouble(4));
        sum.add(row.getBoolean(5));
        sum.add(value(row, 6, OffsetDateTime.class));
    }

    private static void type(Row row, Checksum sum) {
        sum.add(text(row, 0));
        sum.add(row.getLong(1));
        sum.add(row.getLong(2));
        sum.add(row.getShort(3));
        sum.add(row.getBoolean(4));
        sum.add(text(row, 5));
        sum.add(row.getBoolean(6));
        sum.add(row.getBoolean(7));
        sum.add(text(row, 8));
        sum.add(row.getLong(9));
        sum.add(row.getLong(10));
        sum.add(row.getLong(11));
    }

    private static void ints(Row row, Checksum sum) {
        add(value(row, 0, int[].class), sum);
    }

    private static void add(int[] elements, Checksum sum) {
        for (int element : elements) {
            sum.add(element);
        }
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.getString(column));
    }

    private static <T> T value(Row row, int column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type));
    }
}
