package io.pgnative.client.session;

import io.pgnative.client.Column;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgType;
import io.pgnative.client.result.RowFit;
import io.pgnative.client.type.Samples;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A statement that a user has prepared for himself: the session keeps it apart from those that it prepares of its own
 * accord, and neither repairs it nor gives it up. It is of the codecs that were in force when it was prepared.
 */
public final class OwnStatement {

    private final String sql;
    private final @Nullable String wantedName;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private volatile @Nullable Statement statement;
    private volatile List<PgType> parameters = List.of();
    private volatile @Nullable CommandResult lastResult;

    /**
     * Makes one that is yet to be prepared.
     *
     * @param wantedName its name at the server; null for one of the session's choice
     */
    OwnStatement(String sql, @Nullable String wantedName) {
        this.sql = sql;
        this.wantedName = wantedName;
    }

    /** The name that the user wants; null for any. */
    @Nullable String wantedName() {
        return wantedName;
    }

    /** The server has prepared it. */
    void prepared(Statement newStatement) {
        StatementDescription description = newStatement.description();
        parameters = description.parameterOids().stream()
                .map(oid -> Types.of(description.types(), oid))
                .toList();
        statement = newStatement;
    }

    /** Whether the server has prepared it. */
    boolean isPrepared() {
        return statement != null;
    }

    Statement statement() {
        Statement prepared = statement;
        if (prepared == null) {
            throw new IllegalStateException("used before it was prepared");
        }
        return prepared;
    }

    /** A run has ended; null when the server has not told a result. */
    void ran(@Nullable CommandResult result) {
        lastResult = result;
    }

    /**
     * Its text.
     *
     * @return as it was given
     */
    public String sql() {
        return sql;
    }

    /**
     * Its name at the server.
     *
     * @return empty for the unnamed statement, which is parsed again for each run
     */
    public String name() {
        return statement().name();
    }

    /**
     * The types of its parameters.
     *
     * @return in their order
     */
    public List<PgType> parameters() {
        return parameters;
    }

    /**
     * Its columns.
     *
     * @return empty when it returns no rows by its nature
     */
    public List<Column> columns() {
        return statement().shape().columns();
    }

    /**
     * Whether its rows can be mapped to a class.
     *
     * @param type the class
     * @return what does not fit; empty when all does
     */
    public List<String> rowMismatches(Class<?> type) {
        return RowFit.mismatches(statement().shape(), type);
    }

    /**
     * Whether the values of a class can be an argument.
     *
     * @param index of the argument, from 0
     * @param type the class, or a collection with the class of its elements
     * @return why not; empty if they can, or if that cannot be told of a class
     */
    public Optional<String> argumentMismatch(int index, Type type) {
        StatementDescription description = statement().description();
        Objects.checkIndex(index, description.parameterCount());
        return Samples.mismatch(description.parameter(index), type);
    }

    /**
     * What the last run said at its end.
     *
     * @return null before the first run, after one that failed, and after one that was stopped at its first row
     */
    public @Nullable CommandResult lastResult() {
        return lastResult;
    }

    /**
     * Whether its user has closed it.
     *
     * @return from the moment of the call
     */
    public boolean isClosed() {
        return isClosed.get();
    }

    /**
     * Marks it as closed; the server is told by {@link Requests#close}.
     *
     * @return false if it was closed before
     */
    public boolean markClosed() {
        return isClosed.compareAndSet(false, true);
    }
}
