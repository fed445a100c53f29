package io.pgnative.client.session;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;

/** Opens sessions. */
public interface SessionFactory {

    /**
     * Opens a session: look-up, TCP, authentication, until the server is ready, within the configured connect timeout.
     *
     * @param context an event-loop context; the session lives on its loop
     * @return the session, completed on that loop; fails with a PgException
     */
    Future<Session> open(ContextInternal context);

    /**
     * Gives up what opening needs; open sessions are not touched.
     *
     * @return done when nothing is left
     */
    Future<Void> close();
}
