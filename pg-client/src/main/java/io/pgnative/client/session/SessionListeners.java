package io.pgnative.client.session;

import io.pgnative.client.PgException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.QueryEvent;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear of a session what is no answer to a call; for channels see {@link Requests#listen}. Every method
 * may be called on any thread.
 */
public interface SessionListeners {

    /**
     * Registers for notices.
     *
     * @param context where the handler runs; null for the session's
     * @param handler given each notice from now on
     * @return ends it
     */
    PgRegistration onNotice(@Nullable ContextInternal context, Consumer<? super PgNotice> handler);

    /**
     * Registers for the end of the session or of its use, whatever comes first.
     *
     * @param context where the handler runs; null for the session's
     * @param handler called once, at once if the session has ended; given the failure, or null when it was given back
     * @return ends it
     */
    PgRegistration onClose(@Nullable ContextInternal context, Consumer<? super @Nullable PgException> handler);

    /**
     * Registers for what runs.
     *
     * @param context where the handler runs; null for the session's
     * @param handler given each request that ends from now on
     * @return ends it
     */
    PgRegistration onQuery(@Nullable ContextInternal context, Consumer<? super QueryEvent> handler);

    /** Forgets listeners of channels and handlers of notices: the session is being reset for the one who has it. */
    void reset();

    /**
     * Ends all that was registered for this session alone, channels included. What was forgotten is logged; what has
     * come before is delivered still.
     *
     * @param user who had it, for the log
     * @param then what to do when nothing is delivered any more; run at once if nothing was registered, else on the
     *     session's loop
     */
    void restore(String user, Runnable then);
}
