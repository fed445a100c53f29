package io.pgnative.client;

import io.vertx.core.Vertx;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The part of {@link PgClientBuilder} that fits a client into a framework around it. */
abstract sealed class PgClientSurroundings extends PgConnectionBuilder<PgClientBuilder> permits PgClientReporting {

    private @Nullable PgTransactionScope transactionScope;
    private @Nullable Function<? super PgException, ? extends RuntimeException> failureMapper;

    PgClientSurroundings(Vertx vertx) {
        super(vertx);
    }

    /**
     * Sets who knows the transactions that the client's calls join. A scope belongs to one client.
     *
     * @param scope asked at each call; {@link ReactivePgTransactionScope} is asked by Reactor's subscribers as well.
     *     Null, the default, is nobody
     * @return this
     */
    public PgClientBuilder transactionScope(@Nullable PgTransactionScope scope) {
        this.transactionScope = scope;
        return self();
    }

    /**
     * Sets what the failures of the client's calls become for its callers, on all of its faces. What is called on a
     * connection or a transaction fails as ever, so that work in {@code inTransaction} and {@code withConnection} sees
     * a {@link PgException}; it is mapped when it leaves them. An argument that is refused at once is not mapped, nor
     * is what reading a row throws.
     *
     * @param mapper called where the call fails, an event loop or the waiting thread, and must not block; its result
     *     should have the exception as its cause. When it throws, the failure stays what it was. Null, the default,
     *     leaves all failures as they are
     * @return this
     */
    public PgClientBuilder failureMapper(@Nullable Function<? super PgException, ? extends RuntimeException> mapper) {
        this.failureMapper = mapper;
        return self();
    }

    @Nullable PgTransactionScope transactionScope() {
        return transactionScope;
    }

    @Nullable Function<? super PgException, ? extends RuntimeException> failureMapper() {
        return failureMapper;
    }
}
