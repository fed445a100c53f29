package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgJson;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Makes clients, the default one and those with names alike, of what the application has in beans. */
class PgClientMaker {

    private final Environment environment;
    private final ListableBeanFactory beans;
    private final ObjectProvider<SslBundles> bundles;
    private final ObjectProvider<PgClientCustomizer> customizers;
    private final BooleanSupplier isContextClosing;

    PgClientMaker(
            Environment environment,
            ListableBeanFactory beans,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<PgClientCustomizer> customizers,
            BooleanSupplier isContextClosing) {
        this.environment = environment;
        this.beans = beans;
        this.bundles = bundles;
        this.customizers = customizers;
        this.isContextClosing = isContextClosing;
    }

    /** Where the database of a client is, as its properties say; they have to say so. */
    PgNativeConnectionDetails details(String prefix, PgNativeProperties properties, Vertx vertx) {
        PropertiesPgNativeConnectionDetails.requireOneLocation(prefix, properties);
        if (!StringUtils.hasText(properties.getDsn())
                && !StringUtils.hasText(properties.getHost())
                && !StringUtils.hasText(properties.getService())
                && properties.getHosts().isEmpty()) {
            throw new PgStartupException(
                    prefix + ": nothing says where the database is",
                    "Set " + prefix + ".dsn, such as postgres://user@host/database, or " + prefix + ".host.");
        }
        return new PropertiesPgNativeConnectionDetails(
                properties, () -> vertx, bundles.getIfAvailable(), new PgClientFailures(environment, prefix));
    }

    /**
     * Makes a client with its lifecycle, which has not begun.
     *
     * @param name of the client
     * @param prefix of its properties
     * @param properties what it is to be like
     * @param details where its database is
     * @param vertx what it lives on
     */
    PgClientLifecycle make(
            String name, String prefix, PgNativeProperties properties, PgNativeConnectionDetails details, Vertx vertx) {
        PgClientFailures failures = new PgClientFailures(environment, prefix);
        requireMeaning(properties, failures);
        PgClient client = factory(name, properties, details, failures).create(vertx);
        return new PgClientLifecycle(
                client,
                properties.getPool().getInitialization(),
                properties.getPool().getStartupTimeout(),
                details instanceof PropertiesPgNativeConnectionDetails,
                failures,
                isContextClosing);
    }

    /** A builder of such a client, for who needs another one to the same database; what it holds was checked. */
    PgClientBuilder builder(
            String name, String prefix, PgNativeProperties properties, PgNativeConnectionDetails details, Vertx vertx) {
        return factory(name, properties, details, new PgClientFailures(environment, prefix))
                .builder(vertx);
    }

    private PgClientFactory factory(
            String name, PgNativeProperties properties, PgNativeConnectionDetails details, PgClientFailures failures) {
        return new PgClientFactory(
                name,
                properties,
                new ClientConnection(properties, details, environment, bundles.getIfAvailable(), failures),
                jsonFor(name),
                customizers.orderedStream().toList(),
                failures);
    }

    private static void requireMeaning(PgNativeProperties properties, PgClientFailures failures) {
        PgNativePoolProperties pool = properties.getPool();
        if (pool.getStartupTimeout().isNegative()) {
            throw failures.invalid("pool.startup-timeout", "is negative; expected zero or more");
        }
        if (!pool.getStartupTimeout().isZero()
                && pool.getInitialization() != PgNativePoolProperties.Initialization.FAIL_FAST) {
            throw failures.invalid(
                    "pool.startup-timeout",
                    "says nothing unless pool.initialization is fail-fast; expected one or both");
        }
    }

    /** A mapper with the client's name as qualifier is its own; the others share the one that the application has. */
    private @Nullable PgJson jsonFor(String name) {
        String own = qualified(PgJson.class, name);
        if (own == null) {
            return SharedPgJson.find(beans, environment);
        }
        // Of a client that is made by hand, whose name nobody knows before.
        if (SharedPgJson.candidates(beans, environment).contains(own)) {
            throw new PgStartupException(
                    "The PgJson bean '" + own + "' is the client " + name
                            + "'s own, by its qualifier, but other clients" + " would get it, too",
                    "Declare it with @Bean(defaultCandidate = false).");
        }
        return beans.getBean(own, PgJson.class);
    }

    /**
     * Finds what the application has made for one client, by its qualifier.
     *
     * @param type what is looked for
     * @param client whose name is the qualifier
     * @return the name of the bean; null if there is none
     */
    @Nullable String qualified(Class<?> type, String client) {
        List<String> found = Arrays.stream(beans.getBeanNamesForType(type, true, false))
                .filter(bean -> BeanFactoryAnnotationUtils.isQualifierMatch(client::equals, bean, beans))
                .toList();
        if (found.size() > 1) {
            throw new PgStartupException(
                    "Several beans of type " + type.getName() + " have the qualifier " + client + ": "
                            + String.join(", ", found),
                    "Leave one of them to the client " + client + ".");
        }
        return found.isEmpty() ? null : found.get(0);
    }
}
