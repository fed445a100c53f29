package io.pgnative.client.session;

import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a session: what the server said of it last, and a BEGIN that has yet to travel with a statement.
 * Changed on the session's loop, read by any thread.
 */
final class TransactionState {

    private volatile TransactionStatus status = TransactionStatus.IDLE;
    private @Nullable String toBegin;

    TransactionStatus status() {
        return status;
    }

    /** The next statement begins a transaction; until it does, this is as good as in one. */
    void beginWithNext(String sql) {
        toBegin = sql;
        status = TransactionStatus.ACTIVE;
    }

    /** The BEGIN that an exchange has to take along or let pass first; null if there is none. */
    @Nullable String toBegin(Exchange exchange) {
        return exchange.runsInTransaction() ? toBegin : null;
    }

    /** The BEGIN has been sent. */
    void sent() {
        toBegin = null;
    }

    /** Ends a transaction that the server has not heard of. @return false if it has */
    boolean endUnsent() {
        if (toBegin == null) {
            return false;
        }
        toBegin = null;
        status = TransactionStatus.IDLE;
        return true;
    }

    /** ReadyForQuery has come for an exchange. */
    void ready(Exchange exchange, byte code) {
        status = switch (code) {
            case 'I' -> TransactionStatus.IDLE;
            case 'T' -> TransactionStatus.ACTIVE;
            case 'E' -> TransactionStatus.FAILED;
            default -> throw new ProtocolViolation("ReadyForQuery with an unknown transaction status");
        };
        BeginAhead failed = exchange.beginInProgress();
        if (failed != null) {
            beginWithNext(failed.sql());
        } else if (toBegin != null) {
            status = TransactionStatus.ACTIVE;
        }
    }
}
