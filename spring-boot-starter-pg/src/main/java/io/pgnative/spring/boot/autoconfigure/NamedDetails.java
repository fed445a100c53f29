package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

/** Knows where the database of each client of {@code spring.pgnative.clients} is. */
class NamedDetails implements SmartInitializingSingleton {

    private final PgNativeClientsProperties properties;
    private final PgClientMaker maker;
    private final ObjectProvider<Vertx> vertx;
    private final ListableBeanFactory beans;
    private final Environment environment;

    NamedDetails(
            PgNativeClientsProperties properties,
            PgClientMaker maker,
            ObjectProvider<Vertx> vertx,
            ListableBeanFactory beans,
            Environment environment) {
        this.properties = properties;
        this.maker = maker;
        this.vertx = vertx;
        this.beans = beans;
        this.environment = environment;
    }

    /** The properties of a client. */
    PgNativeProperties properties(String client) {
        return properties.getClients().getOrDefault(client, new PgNativeProperties());
    }

    /**
     * Finds where the database of a client is: where details with its qualifier say, or those that name it, or else
     * where its properties do.
     *
     * @param client its name
     * @throws PgStartupException if nothing says so, or several do
     */
    PgNativeConnectionDetails of(String client) {
        String qualified = maker.qualified(PgNativeConnectionDetails.class, client);
        if (qualified != null) {
            return beans.getBean(qualified, PgNativeConnectionDetails.class);
        }
        Map<String, PgNamedConnectionDetails> naming = new TreeMap<>(all());
        naming.values().removeIf(details -> !details.getClients().contains(client));
        List<PgNativeConnectionDetails> told = naming.values().stream()
                .map(PgNamedConnectionDetails::getDetails)
                .distinct()
                .toList();
        if (told.size() > 1) {
            throw new PgStartupException(
                    "Several beans say where the database of the client " + client + " is: "
                            + String.join(", ", naming.keySet()),
                    "Leave one of them to the client " + client + ".");
        }
        return told.isEmpty() ? ofProperties(client) : told.get(0);
    }

    private PgNativeConnectionDetails ofProperties(String client) {
        String prefix = new ClientBeans(client).prefix();
        TestDatabaseGuard.requireOfTest(environment, prefix);
        return maker.details(prefix, properties(client), vertx.getObject());
    }

    private Map<String, PgNamedConnectionDetails> all() {
        return beans.getBeansOfType(PgNamedConnectionDetails.class, true, false);
    }

    /** Whoever names a client that is none would otherwise not notice that it goes elsewhere. */
    @Override
    public void afterSingletonsInstantiated() {
        List<String> known =
                ClientBeans.named(environment).stream().map(ClientBeans::client).toList();
        all().forEach((bean, details) -> details.getClients().stream()
                .filter(client -> !known.contains(client))
                .findFirst()
                .ifPresent(client -> {
                    throw new PgStartupException(
                            "The bean " + bean + " says where the database of the client " + client
                                    + " is, but there is no such client; "
                                    + (known.isEmpty()
                                            ? "no client has a name"
                                            : "those that have names are: " + String.join(", ", known)),
                            "Correct the name; or set a property of the client, such as " + ClientBeans.PREFIX + "."
                                    + client + ".pool.max-size.");
                }));
    }
}
