package io.pgnative.client.face;

import io.pgnative.client.BlockingPgTransaction;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgTransactionScope;
import io.pgnative.client.session.QueryExecutor;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the calls of a client meet what surrounds them: transactions of others, and the exceptions they know. */
public final class Edge {

    private final @Nullable PgTransactionScope scope;
    private final @Nullable Function<? super PgException, ? extends RuntimeException> mapper;
    /** For calls of which it is known where they run: maps failures only. */
    private final @Nullable Edge settled;

    private Edge(
            @Nullable PgTransactionScope scope,
            @Nullable Function<? super PgException, ? extends RuntimeException> mapper) {
        this.scope = scope;
        this.mapper = mapper;
        this.settled = mapper == null || scope == null ? null : new Edge(null, mapper);
    }

    /**
     * Makes one.
     *
     * @param scope tells the transactions that surround calls; null for none
     * @param mapper makes of a failure what the caller gets; null for the failure itself
     * @return null when there is nothing to meet
     */
    public static @Nullable Edge of(
            @Nullable PgTransactionScope scope,
            @Nullable Function<? super PgException, ? extends RuntimeException> mapper) {
        return scope == null && mapper == null ? null : new Edge(scope, mapper);
    }

    @Nullable PgTransactionScope scope() {
        return scope;
    }

    /** The transaction that surrounds the calling thread. */
    @Nullable Transaction ofThread() {
        BlockingPgTransaction surrounding = scope == null ? null : scope.ofThread();
        return surrounding == null ? null : transaction(surrounding);
    }

    /** Who runs what is called on this thread now. */
    QueryExecutor executor(QueryExecutor own) {
        Transaction surrounding = ofThread();
        return surrounding == null ? own : surrounding;
    }

    /** The same verbs, run in a transaction; null for where they run anyhow. */
    Verbs settle(Verbs verbs, @Nullable Transaction surrounding) {
        if (scope == null) {
            return verbs;
        }
        return new Verbs(surrounding == null ? verbs.executor() : surrounding, verbs.timeoutNanos(), settled);
    }

    /** What is behind the face of a transaction that a scope has told. */
    static Transaction transaction(Object face) {
        if (face instanceof TransactionHolder holder) {
            return holder.transaction();
        }
        throw new PgMisuseException("the transaction scope of a client must tell transactions of this client, not a "
                + face.getClass().getName());
    }

    boolean mapsFailures() {
        return mapper != null;
    }

    RuntimeException failure(PgException failure) {
        if (mapper == null) {
            return failure;
        }
        try {
            return Objects.requireNonNull(mapper.apply(failure), "the failure mapper returned null");
        } catch (RuntimeException broken) {
            failure.addSuppressed(broken);
            return failure;
        }
    }

    <T> Future<T> failed(Throwable failure) {
        return Future.failedFuture(failure instanceof PgException ours ? failure(ours) : failure);
    }
}
