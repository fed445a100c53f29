package io.pgnative.client;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * A {@link PgTransactionScope} that knows the transactions of Reactor's subscribers, too: all verbs of the
 * {@link ReactivePgClient} ask it for each subscription, and do not ask for the transaction of the thread.
 */
public interface ReactivePgTransactionScope extends PgTransactionScope {

    /**
     * The transaction that surrounds a subscriber. Called for each subscription, on any thread; it must not block.
     *
     * @param context the subscriber's
     * @return of the client that asks; null if there is none, so that the call has a connection of its own
     */
    @Nullable ReactivePgTransaction ofContext(ContextView context);
}
