package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.vertx.core.Vertx;
import org.springframework.beans.factory.BeanFactory;

/** Makes the beans that {@link NamedClientsRegistrar} has defined. */
class NamedClients {

    private final PgNativeClientsProperties properties;
    private final PgClientMaker maker;
    private final Vertx vertx;
    private final BeanFactory beans;

    NamedClients(PgNativeClientsProperties properties, PgClientMaker maker, Vertx vertx, BeanFactory beans) {
        this.properties = properties;
        this.maker = maker;
        this.vertx = vertx;
        this.beans = beans;
    }

    /**
     * Makes a client: its database is where a details bean with its qualifier says, or else where its properties do.
     *
     * @param client its name
     */
    PgClientLifecycle lifecycle(String client) {
        ClientBeans names = new ClientBeans(client);
        String details = maker.qualified(PgNativeConnectionDetails.class, client);
        PgNativeProperties own = properties.getClients().getOrDefault(client, new PgNativeProperties());
        return maker.make(
                client,
                names.prefix(),
                own,
                details != null
                        ? beans.getBean(details, PgNativeConnectionDetails.class)
                        : maker.details(names.prefix(), own, vertx),
                vertx);
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
