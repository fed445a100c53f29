package io.pgnative.client.face;

import io.pgnative.client.TransactionOptions;
import io.pgnative.client.session.Observing;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/** What a transaction can be begun on: a connection, or a transaction, which begins a savepoint. */
interface Beginner {

    /**
     * Begins.
     *
     * @param context where the future completes; null for on the session's loop
     * @param options the characteristics
     * @param isScoped whether a function's scope will end it, so that its user may not
     * @return active
     */
    Future<Transaction> begin(@Nullable ContextInternal context, TransactionOptions options, boolean isScoped);

    /** Who is told of the calls that are made here; null for nobody. */
    @Nullable Observing observing();

    /**
     * How often work may be run again here.
     *
     * @param options what was asked for
     * @return 0 for a savepoint: the whole transaction has to be run again
     */
    int retries(TransactionOptions options);
}
