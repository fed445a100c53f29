package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/**
 * Follows each call of a client from the moment it is made until its result is there: queries, scripts, batches,
 * prepared statements, streams, cursors, COPY, LISTEN on a connection, and the commands of transactions. A stream or a
 * COPY is one call, however often it asks the server. Not told are what the client asks by itself, and the channels of
 * {@link PgClient#listen}, whose connection outlives every call.
 *
 * <p>Set with {@link PgClientBuilder#queryObserver}. Methods are called on the threads of callers and on event loops,
 * at the same time, and must not block. What they throw is logged and hurts no call.
 *
 * <p>Nothing that an observer sets up on a thread lasts beyond its method: handlers of futures run where they would
 * without it.
 */
public interface QueryObserver {

    /**
     * Whether there is anybody to tell. Asked for each call, before anything is made for it.
     *
     * @return false to be told nothing of this call; default true
     */
    default boolean isActive() {
        return true;
    }

    /**
     * Asked on the thread of the caller for what a call belongs to, such as the trace of a request: when a call is
     * made, when a connection is borrowed for a function, and when a transaction begins. With Reactor this is when
     * somebody subscribes.
     *
     * @param subscriber the {@code reactor.util.context.ContextView} of who subscribes; null on the other faces
     * @return anything; null if the call belongs to nothing. A call on a borrowed connection or in a transaction then
     *     belongs to what that was borrowed or begun for
     */
    @Nullable Object capture(@Nullable Object subscriber);

    /**
     * A call begins. It may have to wait for a connection first.
     *
     * @param start what is known of it
     * @return told of the rest; null if it is not to be followed
     */
    @Nullable QueryObservation started(QueryStart start);
}
