package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PasswordSource;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * The connection details that {@link PgNativeProperties} hold. The client itself reads the DSN and adds its defaults.
 */
class PropertiesPgNativeConnectionDetails implements PgNativeConnectionDetails {

    private final PgNativeProperties properties;
    private final Supplier<Vertx> vertx;
    private final ClientSsl ssl;
    private final PgClientFailures failures;

    /**
     * Makes them.
     *
     * @param bundles null if the application has none
     */
    PropertiesPgNativeConnectionDetails(
            PgNativeProperties properties,
            Supplier<Vertx> vertx,
            @Nullable SslBundles bundles,
            PgClientFailures failures) {
        this.properties = properties;
        this.vertx = vertx;
        this.ssl = new ClientSsl(properties.getSsl(), bundles, failures);
        this.failures = failures;
    }

    /** A DSN says host and port itself: which of two answers is meant cannot be guessed. */
    static void requireOneLocation(String prefix, PgNativeProperties properties) {
        String dsn = textOf(properties.getDsn());
        String host = textOf(properties.getHost());
        List<String> hosts = properties.getHosts().isEmpty() ? null : properties.getHosts();
        requireOne(prefix, "dsn", dsn, "host", host);
        requireOne(prefix, "dsn", dsn, "hosts", hosts);
        requireOne(prefix, "dsn", dsn, "port", properties.getPort());
        requireOne(prefix, "host", host, "hosts", hosts);
    }

    private static @Nullable String textOf(@Nullable String value) {
        return StringUtils.hasText(value) ? value : null;
    }

    private static void requireOne(
            String prefix, String name, @Nullable Object value, String other, @Nullable Object otherValue) {
        MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(entries -> {
            entries.put(prefix + "." + name, value);
            entries.put(prefix + "." + other, otherValue);
        });
    }

    @Override
    public String getHost() {
        return options().host();
    }

    @Override
    public int getPort() {
        return options().port();
    }

    @Override
    public List<PgHost> getHosts() {
        return options().hosts();
    }

    @Override
    public String getDatabase() {
        return options().database();
    }

    @Override
    public String getUsername() {
        return options().user();
    }

    /** That of the first host. Waits, since a password file is read on a worker thread. */
    @Override
    public @Nullable String getPassword() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("the password may have to be read from a file; expected a thread that may"
                    + " wait, not an event loop");
        }
        PgOptions options = options();
        PasswordSource source = options.password();
        if (source == null) {
            return null;
        }
        try {
            return BoundedWait.await(source.password(options.hosts().get(0)), options.connectTimeout());
        } catch (ExecutionException ex) {
            throw new IllegalStateException("the password cannot be told", ex.getCause());
        } catch (TimeoutException ex) {
            throw new IllegalStateException("the password was not told within " + options.connectTimeout(), ex);
        }
    }

    @Override
    public @Nullable SslBundle getSslBundle() {
        return ssl.bundle();
    }

    ClientSsl ssl() {
        return ssl;
    }

    private PgOptions options() {
        PgClientBuilder builder = PgClient.builder(vertx.get());
        try {
            ConnectionProperties.apply(properties, builder);
            applyTo(builder);
            ssl.check();
            ssl.applyTo(builder, this::getSslBundle);
            return builder.options();
        } catch (PgConfigurationException ex) {
            throw failures.invalidOption(ex);
        }
    }

    void applyTo(PgClientBuilder builder) {
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::getDsn).whenHasText().to(value -> builder.dsn(value));
        map.from(properties::getHost).whenHasText().to(value -> builder.host(value));
        map.from(properties::getHosts)
                .when(hosts -> !hosts.isEmpty())
                .to(hosts -> builder.host(String.join(",", hosts)));
        map.from(properties::getPort).to(value -> builder.port(value));
        map.from(properties::getService).whenHasText().to(value -> builder.service(value));
        map.from(properties::getServiceFile).to(value -> builder.serviceFile(value));
        map.from(properties::getPassfile).to(value -> builder.passfile(value));
        map.from(properties::getDatabase).whenHasText().to(value -> builder.database(value));
        map.from(properties::getUsername).whenHasText().to(value -> builder.user(value));
        map.from(properties::getPassword).when(StringUtils::hasLength).to(value -> builder.password(value));
    }
}
