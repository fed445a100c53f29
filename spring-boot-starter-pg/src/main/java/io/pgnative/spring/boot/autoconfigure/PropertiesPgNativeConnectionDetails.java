package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.util.StringUtils;

/**
 * The connection details that {@link PgNativeProperties} hold. The client itself reads the DSN and adds its defaults.
 */
class PropertiesPgNativeConnectionDetails implements PgNativeConnectionDetails {

    private final PgNativeProperties properties;
    private final Supplier<Vertx> vertx;
    private final PgClientFailures failures;

    PropertiesPgNativeConnectionDetails(
            PgNativeProperties properties, Supplier<Vertx> vertx, PgClientFailures failures) {
        this.properties = properties;
        this.vertx = vertx;
        this.failures = failures;
    }

    /** A DSN says host and port itself: which of two answers is meant cannot be guessed. */
    static void requireOneLocation(PgNativeProperties properties) {
        String dsn = StringUtils.hasText(properties.getDsn()) ? properties.getDsn() : null;
        String host = StringUtils.hasText(properties.getHost()) ? properties.getHost() : null;
        MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(entries -> {
            entries.put("spring.pgnative.dsn", dsn);
            entries.put("spring.pgnative.host", host);
        });
        MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(entries -> {
            entries.put("spring.pgnative.dsn", dsn);
            entries.put("spring.pgnative.port", properties.getPort());
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
    public String getDatabase() {
        return options().database();
    }

    @Override
    public String getUsername() {
        return options().user();
    }

    @Override
    public @Nullable String getPassword() {
        PgOptions options = options();
        var password = options.password();
        return password == null
                ? null
                : password.password(options.hosts().get(0)).result();
    }

    private PgOptions options() {
        PgClientBuilder builder = PgClient.builder(vertx.get());
        applyTo(builder);
        try {
            return builder.options();
        } catch (PgConfigurationException ex) {
            throw failures.invalidOption(ex);
        }
    }

    void applyTo(PgClientBuilder builder) {
        PropertyMapper map = PropertyMapper.get();
        map.from(properties::getDsn).whenHasText().to(value -> builder.dsn(value));
        map.from(properties::getHost).whenHasText().to(value -> builder.host(value));
        map.from(properties::getPort).to(value -> builder.port(value));
        map.from(properties::getDatabase).whenHasText().to(value -> builder.database(value));
        map.from(properties::getUsername).whenHasText().to(value -> builder.user(value));
        map.from(properties::getPassword).when(StringUtils::hasLength).to(value -> builder.password(value));
    }
}
