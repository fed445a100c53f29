package io.pgnative.client.session;

import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Takes requests and sees to it that each ends. */
public interface QueryExecutor {

    /**
     * Takes a request. Its future ends in any case: with a result, an error, or its deadline.
     *
     * @param request not submitted before
     */
    void submit(Request<?> request);

    /**
     * Whether what is submitted runs in one transaction on one connection.
     *
     * @return true if portals live from one request to the next
     */
    default boolean holdsTransaction() {
        return false;
    }

    /**
     * Who is told of the calls that are made here.
     *
     * @return null if nobody is
     */
    default @Nullable Observing observing() {
        return null;
    }

    /**
     * Whose event loops the requests run on, and whose worker threads do what blocks.
     *
     * @return always the same
     */
    Vertx vertx();
}
