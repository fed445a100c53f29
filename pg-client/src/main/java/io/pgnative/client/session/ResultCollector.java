package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.result.ResultRow;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.result.RowShape;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collector;

/**
 * What becomes of the rows of a statement. Without state: one serves all runs.
 *
 * @param <T> what it makes of them
 */
public abstract class ResultCollector<T> {

    static final CommandResult NO_RESULT = new CommandResult("", 0);

    private static final ResultCollector<Rows> ROWS = new ResultCollector<>() {
        @Override
        Rows collect(RowBuffer buffer, RowShape shape, CommandResult result) {
            return buffer.take(shape, result);
        }
    };

    private static final ResultCollector<CommandResult> COMMAND = new ResultCollector<>() {
        @Override
        CommandResult collect(RowBuffer buffer, RowShape shape, CommandResult result) {
            return result;
        }

        @Override
        boolean keepsRows() {
            return false;
        }
    };

    private static final ResultCollector<Optional<Row>> FIRST = new First<>() {
        @Override
        Optional<Row> of(ResultRow row) {
            return Optional.of(row);
        }
    };

    private static final ResultCollector<Row> ONE = new ResultCollector<>() {
        @Override
        Row collect(RowBuffer buffer, RowShape shape, CommandResult result) {
            return only(buffer, shape);
        }
    };

    ResultCollector() {}

    /** Makes the result, on the session's loop, and leaves the buffer empty. */
    abstract T collect(RowBuffer buffer, RowShape shape, CommandResult result);

    /** The most rows to ask the server for; 0 for all. */
    int maxRows() {
        return 0;
    }

    /** Whether rows are wanted at all. */
    boolean keepsRows() {
        return true;
    }

    /**
     * The same of rows that are mapped leniently, as {@link Rows#lenient()} says.
     *
     * @return a collector
     */
    public final ResultCollector<T> lenient() {
        ResultCollector<T> strict = this;
        return new ResultCollector<>() {
            @Override
            T collect(RowBuffer buffer, RowShape shape, CommandResult result) {
                return strict.collect(buffer, shape.lenient(), result);
            }

            @Override
            int maxRows() {
                return strict.maxRows();
            }

            @Override
            boolean keepsRows() {
                return strict.keepsRows();
            }
        };
    }

    private static ResultRow only(RowBuffer buffer, RowShape shape) {
        if (buffer.size() != 1) {
            throw new PgDataException(
                    "exactly one row was expected, but there were " + (buffer.size() == 0 ? "none" : buffer.size()));
        }
        return buffer.takeFirst(shape);
    }

    /** Asks for one row only; a statement that changes data still runs to its end before it returns one. */
    private abstract static class First<T> extends ResultCollector<Optional<T>> {

        abstract Optional<T> of(ResultRow row);

        @Override
        Optional<T> collect(RowBuffer buffer, RowShape shape, CommandResult result) {
            return buffer.size() == 0 ? Optional.empty() : of(buffer.takeFirst(shape));
        }

        @Override
        int maxRows() {
            return 1;
        }
    }

    /**
     * All rows.
     *
     * @return see {@code PgOperations.fetch}
     */
    public static ResultCollector<Rows> rows() {
        return ROWS;
    }

    /**
     * No rows.
     *
     * @return see {@code PgOperations.execute}
     */
    public static ResultCollector<CommandResult> command() {
        return COMMAND;
    }

    /**
     * The first row.
     *
     * @return see {@code PgOperations.fetchRow}
     */
    public static ResultCollector<Optional<Row>> first() {
        return FIRST;
    }

    /**
     * The only row.
     *
     * @return see {@code PgOperations.fetchOne}
     */
    public static ResultCollector<Row> one() {
        return ONE;
    }

    /**
     * All rows, mapped.
     *
     * @param type class to map to
     * @param <T> the same
     * @return see {@code PgOperations.fetch}
     */
    public static <T> ResultCollector<List<T>> list(Class<T> type) {
        return new ResultCollector<>() {
            @Override
            List<T> collect(RowBuffer buffer, RowShape shape, CommandResult result) {
                return buffer.takeAs(shape, type);
            }
        };
    }

    /**
     * The first row, mapped.
     *
     * @param type class to map to
     * @param <T> the same
     * @return see {@code PgOperations.fetchRow}
     */
    public static <T> ResultCollector<Optional<T>> first(Class<T> type) {
        return new First<>() {
            @Override
            Optional<T> of(ResultRow row) {
                return Optional.of(row.as(type));
            }
        };
    }

    /**
     * What a user's collector makes of all rows, on the session's loop.
     *
     * @param collector takes the rows
     * @param <A> what it gathers in
     * @param <R> what it makes
     * @return see {@code PgOperations.fetch}
     */
    public static <A, R> ResultCollector<R> collecting(Collector<? super Row, A, R> collector) {
        check(collector);
        return new ResultCollector<>() {
            @Override
            R collect(RowBuffer buffer, RowShape shape, CommandResult result) {
                return buffer.take(shape, result).stream().collect(collector);
            }
        };
    }

    /**
     * Refuses what is no collector.
     *
     * @param collector must not be null
     */
    public static void check(Collector<?, ?, ?> collector) {
        Objects.requireNonNull(collector, "collector must not be null");
    }

    /**
     * The only row, mapped.
     *
     * @param type class to map to
     * @param <T> the same
     * @return see {@code PgOperations.fetchOne}
     */
    public static <T> ResultCollector<T> one(Class<T> type) {
        return new ResultCollector<>() {
            @Override
            T collect(RowBuffer buffer, RowShape shape, CommandResult result) {
                return only(buffer, shape).as(type);
            }
        };
    }

    /**
     * The first column of the first row.
     *
     * @param type class to read
     * @param <T> the same
     * @return see {@code PgOperations.fetchValue}
     */
    public static <T> ResultCollector<Optional<T>> value(Class<T> type) {
        return new First<>() {
            @Override
            Optional<T> of(ResultRow row) {
                if (row.size() == 0) {
                    throw new PgDataException("a value was asked for, but the statement returns no columns");
                }
                return Optional.ofNullable(row.get(0, type));
            }
        };
    }
}
