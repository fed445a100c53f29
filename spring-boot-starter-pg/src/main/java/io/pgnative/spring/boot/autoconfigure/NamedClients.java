package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.vertx.core.Vertx;

/** Makes the beans that {@link NamedClientsRegistrar} has defined. */
class NamedClients {

    private final PgClientMaker maker;
    private final NamedDetails details;
    private final Vertx vertx;

    NamedClients(PgClientMaker maker, NamedDetails details, Vertx vertx) {
        this.maker = maker;
        this.details = details;
        this.vertx = vertx;
    }

    /**
     * Makes a client.
     *
     * @param client its name
     */
    PgClientLifecycle lifecycle(String client) {
        return maker.make(
                client, new ClientBeans(client).prefix(), details.properties(client), details.of(client), vertx);
    }

    static PgClient client(PgClientLifecycle lifecycle) {
        return lifecycle.client();
    }

    static ReactivePgClient reactive(PgClient client) {
        return client.reactive();
    }

    static BlockingPgClient blocking(PgClient client) {
        return client.blocking();
    }
}
