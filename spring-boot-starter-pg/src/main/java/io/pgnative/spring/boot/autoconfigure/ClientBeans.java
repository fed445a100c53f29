package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * What the beans of one client of {@code spring.pgnative.clients} are called.
 *
 * @param client its name, which is the qualifier of its beans, too
 */
record ClientBeans(String client) {

    /** Where the clients that have names are configured. */
    static final String PREFIX = "spring.pgnative.clients";

    /** What the client that needs no name is called where a name has to be told. */
    static final String DEFAULT_CLIENT = "default";

    private static final ConfigurationPropertyName CLIENTS = ConfigurationPropertyName.of(PREFIX);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private static final String ACTION =
            "Give the clients below " + PREFIX + " other names; a name is also the qualifier of the client's beans.";

    /** Those of the client that needs no name. */
    private static final Set<String> DEFAULT_BEANS = Set.of(
            "pgClient",
            "pgClients",
            "pgClientLifecycle",
            "pgScriptDatabaseInitializer",
            "reactivePgClient",
            "blockingPgClient",
            "pgTransactionManager",
            "pgReactiveTransactionManager");

    /**
     * Finds the clients that properties name, in the order of the alphabet.
     *
     * @param environment where the properties are
     * @return the names of their beans; no two of all these are the same
     * @throws PgStartupException if a name cannot be one
     */
    static List<ClientBeans> named(Environment environment) {
        List<ClientBeans> clients = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        DEFAULT_BEANS.forEach(bean -> owners.put(bean, "the client without a name"));
        spellings(environment).values().forEach(spellings -> {
            ClientBeans client = new ClientBeans(spellingOf(spellings));
            client.all().forEach(bean -> {
                String owner = owners.putIfAbsent(bean, PREFIX + "." + client.client);
                if (owner != null) {
                    throw refused(client.client, "its bean " + bean + " would be called as one of " + owner);
                }
            });
            clients.add(client);
        });
        return List.copyOf(clients);
    }

    /** Variables of the environment have neither dashes nor capitals, so that a name may come in two spellings. */
    private static Map<String, Set<String>> spellings(Environment environment) {
        Map<String, Set<String>> spellings = new TreeMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream().filter(CLIENTS::isAncestorOf).forEach(name -> {
                    String spelling = name.getElement(CLIENTS.getNumberOfElements(), Form.ORIGINAL);
                    requireName(spelling);
                    if (name.getNumberOfElements() == CLIENTS.getNumberOfElements() + 1) {
                        throw refused(spelling, "a client has properties, such as " + PREFIX + "." + spelling + ".dsn");
                    }
                    spellings
                            .computeIfAbsent(spelling.replace("-", ""), key -> new TreeSet<>())
                            .add(spelling);
                });
            }
        }
        return spellings;
    }

    private static void requireName(String spelling) {
        if (spelling.equals(DEFAULT_CLIENT)) {
            throw refused(spelling, "the default client is configured by spring.pgnative itself");
        }
        if (!NAME.matcher(spelling).matches()) {
            throw refused(
                    spelling,
                    "a client's name consists of lower-case letters, digits and single dashes and starts with a letter,"
                            + " such as read-replica");
        }
    }

    private static String spellingOf(Set<String> spellings) {
        List<String> dashed =
                spellings.stream().filter(spelling -> spelling.contains("-")).toList();
        if (dashed.size() > 1) {
            throw refused(dashed.get(0), "is the same name as " + dashed.get(1) + "; expected one spelling");
        }
        return dashed.isEmpty() ? spellings.iterator().next() : dashed.get(0);
    }

    private static PgStartupException refused(String client, String reason) {
        return new PgStartupException(PREFIX + "." + client + ": " + reason, ACTION);
    }

    /** Where the client is configured, without a dot at its end. */
    String prefix() {
        return PREFIX + "." + client;
    }

    /** The client. */
    String pgClient() {
        return bean("PgClient");
    }

    /** Its view for Reactor. */
    String reactivePgClient() {
        return bean("ReactivePgClient");
    }

    /** Its view for threads that may wait. */
    String blockingPgClient() {
        return bean("BlockingPgClient");
    }

    /** What opens, suspends and closes it. */
    String lifecycle() {
        return bean("PgClientLifecycle");
    }

    /** The transaction manager for threads that may wait. */
    String transactionManager() {
        return bean("TransactionManager");
    }

    /** The transaction manager for Reactor. */
    String reactiveTransactionManager() {
        return bean("ReactiveTransactionManager");
    }

    /** What tells JDBC where its database is. */
    String jdbcConnectionDetails() {
        return bean("JdbcConnectionDetails");
    }

    /** What runs its scripts. */
    String scriptDatabaseInitializer() {
        return bean("ScriptDatabaseInitializer");
    }

    private List<String> all() {
        return List.of(
                pgClient(),
                reactivePgClient(),
                blockingPgClient(),
                lifecycle(),
                transactionManager(),
                reactiveTransactionManager(),
                jdbcConnectionDetails(),
                scriptDatabaseInitializer());
    }

    /** Dashes do not go into the name of a bean: {@code read-replica} has the bean {@code readReplicaPgClient}. */
    private String bean(String suffix) {
        StringBuilder name = new StringBuilder();
        for (String part : client.split("-")) {
            name.append(name.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return name.append(suffix).toString();
    }
}
