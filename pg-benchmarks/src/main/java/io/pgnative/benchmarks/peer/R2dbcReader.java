package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Shape;
import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.util.Objects;

/** Reads the rows of r2dbc-postgresql. */
@FunctionalInterface
interface R2dbcReader {

    void read(Readable row, Checksum sum);

    static R2dbcReader of(Shape shape) {
        return switch (shape) {
            case INT -> (row, sum) -> sum.add(value(row, 0, Integer.class));
            case ITEM -> R2dbcReader::item;
            case TYPE -> R2dbcReader::type;
            case BYTES -> (row, sum) -> sum.add(value(row, 0, byte[].class));
            case INTS -> R2dbcReader::ints;
            case LINE, COUNT ->
                (row, sum) -> {
                    throw new IllegalStateException("no rows expected");
                };
        };
    }

    private static void item(Readable row, Checksum sum) {
        sum.add(value(row, 0, Long.class));
        sum.add(value(row, 1, Integer.class));
        sum.add(value(row, 2, String.class));
        sum.add(value(row, 3, Boolean.class));
        sum.add(value(row, 4, Double.class));
        sum.add(value(row, 5, OffsetDateTime.class));
    }

    private static void type(Readable row, Checksum sum) {
        sum.add(value(row, 0, String.class));
        sum.add(value(row, 1, Long.class));
        sum.add(value(row, 2, Long.class));
        sum.add(value(row, 3, Short.class));
        sum.add(value(row, 4, Boolean.class));
        sum.add(value(row, 5, String.class));
        sum.add(value(row, 6, Boolean.class));
        sum.add(value(row, 7, Boolean.class));
        sum.add(value(row, 8, String.class));
        sum.add(value(row, 9, Long.class));
        sum.add(value(row, 10, Long.class));
        sum.add(value(row, 11, Long.class));
    }

    private static void ints(Readable row, Checksum sum) {
        for (Integer element : value(row, 0, Integer[].class)) {
            sum.add(element);
        }
    }

    private static <T> T value(Readable row, int column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type));
    }
}
