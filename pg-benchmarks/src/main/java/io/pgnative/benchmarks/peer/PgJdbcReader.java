package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Shape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** Reads the rows of pgjdbc. */
@FunctionalInterface
interface PgJdbcReader {

    void read(ResultSet rows, Checksum sum) throws SQLException;

    static PgJdbcReader of(Shape shape) {
        return switch (shape) {
            case INT -> (rows, sum) -> sum.add(rows.getInt(1));
            case ITEM -> PgJdbcReader::item;
            case TYPE -> PgJdbcReader::type;
            case BYTES -> (rows, sum) -> sum.add(rows.getBytes(1));
            case INTS -> PgJdbcReader::ints;
            case LINE -> PgJdbcReader::line;
            case COUNT ->
                (rows, sum) -> {
                    throw new IllegalStateException("no rows expected");
                };
        };
    }

    private static void item(ResultSet rows, Checksum sum) throws SQLException {
        sum.add(rows.getLong(1));
        sum.add(rows.getInt(2));
        sum.add(rows.getString(3));
        sum.add(rows.getBoolean(4));
        sum.add(rows.getDouble(5));
        sum.add(rows.getObject(6, OffsetDateTime.class));
    }

    private static void line(ResultSet rows, Checksum sum) throws SQLException {
        sum.add(rows.getLong(1));
        sum.add(rows.getInt(2));
        sum.add(rows.getInt(3));
        sum.add(rows.getString(4));
        sum.add(rows.getDouble(5));
        sum.add(rows.getBoolean(6));
        sum.add(rows.getObject(7, OffsetDateTime.class));
    }

    private static void type(ResultSet rows, Checksum sum) throws SQLException {
        sum.add(rows.getString(1));
        sum.add(rows.getLong(2));
        sum.add(rows.getLong(3));
        sum.add(rows.getShort(4));
        sum.add(rows.getBoolean(5));
        sum.add(rows.getString(6));
        sum.add(rows.getBoolean(7));
        sum.add(rows.getBoolean(8));
        sum.add(rows.getString(9));
        sum.add(rows.getLong(10));
        sum.add(rows.getLong(11));
        sum.add(rows.getLong(12));
    }

    private static void ints(ResultSet rows, Checksum sum) throws SQLException {
        for (Integer element : (Integer[]) rows.getArray(1).getArray()) {
            sum.add(element);
        }
    }
}
