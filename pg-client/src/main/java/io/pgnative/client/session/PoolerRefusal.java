package io.pgnative.client.session;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PoolerMode;
import org.jspecify.annotations.Nullable;

/** What cannot work where a pooler gives each transaction a server connection of its own choice. */
public final class PoolerRefusal {

    private static final String OTHERWISE = " use another client for it, whose connections reach the server directly";

    private PoolerRefusal() {}

    /**
     * Refuses to listen.
     *
     * @param options of the client
     * @return why it cannot work; null if it can
     */
    public static @Nullable PgMisuseException ofListening(PgOptions options) {
        return of(options, "LISTEN", OTHERWISE);
    }

    /** Refuses a cursor that is to outlive its transaction. */
    static @Nullable PgMisuseException ofHeldCursor(PgOptions options) {
        return of(options, "a cursor WITH HOLD", " read within a transaction or with stream(), or" + OTHERWISE);
    }

    /** Refuses a statement that its user has named, so that EXECUTE could find it. */
    static @Nullable PgMisuseException ofOwnName(PgOptions options) {
        return of(
                options,
                "a statement prepared under a name of one's own",
                " prepare it without a name, or" + OTHERWISE);
    }

    private static @Nullable PgMisuseException of(PgOptions options, String what, String way) {
        return options.poolerMode() == PoolerMode.TRANSACTION
                ? new PgMisuseException(
                        what + " needs a session of its own, which pooler-mode transaction does not have:" + way)
                : null;
    }
}
