package io.pgnative.client.face;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgOptions;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** Makes clients. */
public final class ClientFace {

    private ClientFace() {}

    /**
     * Makes a client.
     *
     * @param vertx the event loops
     * @param options how it connects and behaves
     * @param noticeHandler told of notices
     * @return the client
     */
    public static PgClient create(Vertx vertx, PgOptions options, Consumer<PgNotice> noticeHandler) {
        throw new UnsupportedOperationException("no pool for " + options + " on " + vertx + noticeHandler);
    }
}
