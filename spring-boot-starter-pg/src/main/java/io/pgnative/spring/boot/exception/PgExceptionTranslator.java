package io.pgnative.spring.boot.exception;

import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PgTransactionRolledBackException;
import io.pgnative.client.SqlState;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.transaction.UnexpectedRollbackException;

/**
 * Makes Spring's exceptions of those of the client: by their SQLSTATE what the server reports, by their class the
 * others. The {@link PgException} is the cause; what it says is in the message, followed by the names of the
 * constraint, the table and the column if the server told them.
 */
public class PgExceptionTranslator implements PersistenceExceptionTranslator {

    /** Makes one. */
    public PgExceptionTranslator() {}

    /**
     * Translates.
     *
     * @param failure any exception
     * @return null for what is no {@link PgException}, for wrong configuration, and for a transaction that was rolled
     *     back instead of committed, which Spring tells of by a {@link UnexpectedRollbackException}
     */
    @Override
    public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException failure) {
        return failure instanceof PgException ours ? dataAccess(ours) : null;
    }

    /**
     * Translates for callers of the client.
     *
     * @param failure what a call failed with
     * @return a {@link DataAccessException}, or an {@link UnexpectedRollbackException} for a transaction that was
     *     rolled back instead of committed; the failure itself for wrong configuration
     */
    public RuntimeException translate(PgException failure) {
        if (failure instanceof PgTransactionRolledBackException) {
            return new UnexpectedRollbackException(message(failure), failure);
        }
        DataAccessException translated = dataAccess(failure);
        return translated != null ? translated : failure;
    }

    private static @Nullable DataAccessException dataAccess(PgException failure) {
        if (failure instanceof PgConfigurationException || failure instanceof PgTransactionRolledBackException) {
            return null;
        }
        String message = message(failure);
        if (failure instanceof PgServerException server) {
            return reported(message, server);
        }
        if (failure instanceof PgTimeoutException) {
            return new QueryTimeoutException(message, failure);
        }
        if (failure instanceof PgAcquireTimeoutException) {
            return new TransientDataAccessResourceException(message, failure);
        }
        if (failure instanceof PgConnectionLostException || failure instanceof PgConnectException) {
            return new DataAccessResourceFailureException(message, failure);
        }
        if (failure instanceof PgDataException) {
            return new DataRetrievalFailureException(message, failure);
        }
        if (failure instanceof PgMisuseException) {
            return new InvalidDataAccessApiUsageException(message, failure);
        }
        return new UncategorizedPgException(message, failure);
    }

    private static DataAccessException reported(String message, PgServerException error) {
        DataAccessException single = byState(message, error);
        return single != null ? single : byClass(message, error);
    }

    private static @Nullable DataAccessException byState(String message, PgServerException error) {
        return switch (error.sqlState()) {
            case SqlState.UNIQUE_VIOLATION -> new DuplicateKeyException(message, error);
            case SqlState.SERIALIZATION_FAILURE, SqlState.DEADLOCK_DETECTED, SqlState.LOCK_NOT_AVAILABLE ->
                new CannotAcquireLockException(message, error);
            case "40002" -> new DataIntegrityViolationException(message, error);
            case SqlState.QUERY_CANCELED, "25P04" -> new QueryTimeoutException(message, error);
            case SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT -> new DataAccessResourceFailureException(message, error);
            case SqlState.INSUFFICIENT_PRIVILEGE -> new PermissionDeniedDataAccessException(message, error);
            default -> null;
        };
    }

    private static DataAccessException byClass(String message, PgServerException error) {
        return switch (error.sqlState().substring(0, 2)) {
            case "22", "23", "44" -> new DataIntegrityViolationException(message, error);
            case "40" -> new PessimisticLockingFailureException(message, error);
            case "08", "53", "57", "58" -> new DataAccessResourceFailureException(message, error);
            case "28" -> new PermissionDeniedDataAccessException(message, error);
            case "25" -> new InvalidDataAccessApiUsageException(message, error);
            case "0A", "21", "26", "34", "3D", "3F", "42", "54", "55" ->
                new InvalidDataAccessResourceUsageException(message, error);
            default -> new UncategorizedPgException(message, error);
        };
    }

    private static String message(PgException failure) {
        String said = String.valueOf(failure.getMessage());
        if (!(failure instanceof PgServerException error)) {
            return said;
        }
        StringJoiner names = new StringJoiner(", ", " (", ")").setEmptyValue("");
        add(names, said, "constraint ", error.constraint());
        add(names, said, "table ", qualified(error.schema(), error.table()));
        add(names, said, "column ", error.column());
        return said + names;
    }

    private static void add(StringJoiner names, String said, String what, @Nullable String name) {
        if (name != null && !said.contains(name)) {
            names.add(what + name);
        }
    }

    private static @Nullable String qualified(@Nullable String schema, @Nullable String table) {
        return table == null || schema == null ? table : schema + "." + table;
    }
}
