package io.pgnative.spring.boot.transaction;

import io.pgnative.client.IsolationLevel;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTransactionRolledBackException;
import io.pgnative.client.TransactionOptions;
import io.pgnative.spring.boot.exception.PgExceptionTranslator;
import java.time.Duration;
import org.springframework.transaction.InvalidIsolationLevelException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;

/** What both transaction managers make of Spring's terms. */
final class Definitions {

    private static final PgExceptionTranslator TRANSLATOR = new PgExceptionTranslator();

    private Definitions() {}

    /**
     * The characteristics that are asked for.
     *
     * @param definition of the transaction
     * @param timeoutSeconds of it, or {@link TransactionDefinition#TIMEOUT_DEFAULT} for none
     */
    static TransactionOptions options(TransactionDefinition definition, int timeoutSeconds) {
        TransactionOptions options = TransactionOptions.defaults();
        if (definition.getIsolationLevel() != TransactionDefinition.ISOLATION_DEFAULT) {
            options = options.isolation(level(definition.getIsolationLevel()));
        }
        if (definition.isReadOnly()) {
            options = options.readOnly();
        }
        if (timeoutSeconds != TransactionDefinition.TIMEOUT_DEFAULT) {
            // No time at all is a limit, too: nothing is run then.
            options = options.timeout(timeoutSeconds == 0 ? Duration.ofNanos(1) : Duration.ofSeconds(timeoutSeconds));
        }
        return options;
    }

    private static IsolationLevel level(int isolation) {
        return switch (isolation) {
            case TransactionDefinition.ISOLATION_READ_UNCOMMITTED -> IsolationLevel.READ_UNCOMMITTED;
            case TransactionDefinition.ISOLATION_READ_COMMITTED -> IsolationLevel.READ_COMMITTED;
            case TransactionDefinition.ISOLATION_REPEATABLE_READ -> IsolationLevel.REPEATABLE_READ;
            case TransactionDefinition.ISOLATION_SERIALIZABLE -> IsolationLevel.SERIALIZABLE;
            default -> throw new InvalidIsolationLevelException("PostgreSQL has no isolation level " + isolation);
        };
    }

    static String savepoint(int number) {
        return "pgnative_spring_" + number;
    }

    /** The scope of a client, which its transactions are bound to. */
    static SpringTransactionScope scope(PgClient client) {
        if (client.transactionScope() instanceof SpringTransactionScope scope) {
            return scope;
        }
        throw new IllegalStateException("the client of this transaction manager would not join its transactions: it was"
                + " built without transactionScope(SpringTransactionScope.create())");
    }

    /** What a failed COMMIT is for the caller. */
    static RuntimeException commitFailed(RuntimeException failure) {
        if (failure instanceof PgTransactionRolledBackException) {
            return new UnexpectedRollbackException(String.valueOf(failure.getMessage()), failure);
        }
        if (failure instanceof PgConnectionLostException lost && !lost.wasSent()) {
            return new UnexpectedRollbackException(
                    "the connection was lost before COMMIT was sent, and nothing is stored: " + lost.getMessage(),
                    lost);
        }
        // The server has refused to commit, and has rolled back: a constraint, or a serialization failure.
        if (failure instanceof PgServerException server && !server.isFatal()) {
            return TRANSLATOR.translate(server);
        }
        return failed("COMMIT", failure);
    }

    /** What is no answer of the server: after a COMMIT nobody knows what has become of the transaction. */
    static RuntimeException failed(String what, RuntimeException failure) {
        return failure instanceof PgException
                ? new TransactionSystemException(what + " failed: " + failure.getMessage(), failure)
                : failure;
    }

    /** What a failed SAVEPOINT, RELEASE or ROLLBACK TO is for the caller. */
    static RuntimeException savepointFailed(RuntimeException failure) {
        return failure instanceof PgException ours ? TRANSLATOR.translate(ours) : failure;
    }
}
