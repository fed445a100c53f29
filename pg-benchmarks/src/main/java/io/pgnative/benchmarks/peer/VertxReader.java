package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Shape;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;

/** Reads the rows of vertx-pg-client. */
@FunctionalInterface
interface VertxReader {

    void read(Row row, Checksum sum);

    static VertxReader of(Shape shape) {
        return switch (shape) {
            case INT -> (row, sum) -> sum.add(row.getInteger(0));
            case ITEM -> VertxReader::item;
            case TYPE -> VertxReader::type;
            case BYTES -> VertxReader::bytes;
            case INTS -> VertxReader::ints;
            case LINE, COUNT ->
                (row, sum) -> {
                    throw new IllegalStateException("no rows expected");
                };
        };
    }

    private static void item(Row row, Checksum sum) {
        sum.add(row.getLong(0));
        sum.add(row.getInteger(1));
        sum.add(row.getString(2));
        sum.add(row.getBoolean(3));
        sum.add(row.getDouble(4));
        sum.add(row.getOffsetDateTime(5));
    }

    private static void type(Row row, Checksum sum) {
        sum.add(row.getString(0));
        sum.add(row.getLong(1));
        sum.add(row.getLong(2));
        sum.add(row.getShort(3));
        sum.add(row.getBoolean(4));
        sum.add(row.getString(5));
        sum.add(row.getBoolean(6));
        sum.add(row.getBoolean(7));
        sum.add(row.getString(8));
        sum.add(row.getLong(9));
        sum.add(row.getLong(10));
        sum.add(row.getLong(11));
    }

    private static void bytes(Row row, Checksum sum) {
        Buffer bytes = row.getBuffer(0);
        int length = bytes.length();
        sum.addBytes(length, bytes.getByte(0), bytes.getByte(length / 2), bytes.getByte(length - 1));
    }

    private static void ints(Row row, Checksum sum) {
        for (Integer element : row.getArrayOfIntegers(0)) {
            sum.add(element);
        }
    }
}
