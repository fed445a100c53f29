package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.SslMode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/** The SSL bundle of one client: which one it is, what it means for TLS, and what is done when it is updated. */
final class ClientSsl {

    private static final Logger logger = LoggerFactory.getLogger(ClientSsl.class);

    private final PgNativeSslProperties properties;
    private final @Nullable SslBundles bundles;
    private final PgClientFailures failures;

    private final List<PgClient> followers = new CopyOnWriteArrayList<>();

    /** That of the properties; null until it is needed. */
    private volatile @Nullable SslBundle current;

    /**
     * Makes one.
     *
     * @param bundles null if the application has none
     */
    ClientSsl(PgNativeSslProperties properties, @Nullable SslBundles bundles, PgClientFailures failures) {
        this.properties = properties;
        this.bundles = bundles;
        this.failures = failures;
    }

    /** A bundle holds all keys and certificates: which of two is meant cannot be guessed. */
    void check() {
        String bundle = name();
        if (Boolean.FALSE.equals(properties.getEnabled())) {
            return;
        }
        if (bundle != null) {
            requireOne(bundle, "root-cert", properties.getRootCert());
            requireOne(bundle, "cert", properties.getCert());
            requireOne(bundle, "key", properties.getKey());
            requireOne(bundle, "key-password", properties.getKeyPassword());
            requireOne(bundle, "crl", properties.getCrl());
            requireOne(bundle, "crl-dir", properties.getCrlDir());
        }
        SslMode mode = properties.getMode();
        if (mode != null && isWeak(mode) && (bundle != null || Boolean.TRUE.equals(properties.getEnabled()))) {
            throw failures.invalid(
                    "ssl.mode",
                    "is " + mode + ", which allows connections without TLS, but "
                            + (bundle != null
                                    ? failures.nameOf("ssl.bundle") + " is set"
                                    : failures.nameOf("ssl.enabled") + " is true")
                            + "; expected require, verify-ca or verify-full");
        }
    }

    private void requireOne(String bundle, String other, @Nullable Object value) {
        Object given = value instanceof String text && !StringUtils.hasLength(text) ? null : value;
        MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(entries -> {
            entries.put(failures.nameOf("ssl.bundle"), bundle);
            entries.put(failures.nameOf("ssl." + other), given);
        });
    }

    private static boolean isWeak(SslMode mode) {
        return mode.compareTo(SslMode.REQUIRE) < 0;
    }

    private @Nullable String name() {
        String name = properties.getBundle();
        return StringUtils.hasText(name) ? name : null;
    }

    /** The bundle that the properties name, as it is now; null if they name none. */
    @Nullable SslBundle bundle() {
        String name = name();
        if (name == null || Boolean.FALSE.equals(properties.getEnabled())) {
            return null;
        }
        SslBundle known = current;
        return known != null ? known : first(name);
    }

    private synchronized SslBundle first(String name) {
        SslBundle known = current;
        if (known == null) {
            SslBundles all = required(name);
            if (properties.isReload()) {
                all.addBundleUpdateHandler(name, updated -> update(name, updated));
            }
            known = all.getBundle(name);
            current = known;
        }
        return known;
    }

    private SslBundles required(String name) {
        if (bundles == null) {
            throw failures.invalid(
                    "ssl.bundle",
                    "names the SSL bundle '" + name + "', but the application has no SslBundles bean to look it up in");
        }
        return bundles;
    }

    /**
     * Tells a client.
     *
     * @param builder knows everything else about the connection already
     * @param ofDetails asked for the bundle of the connection details, which wins
     */
    void applyTo(PgClientBuilder builder, Supplier<@Nullable SslBundle> ofDetails) {
        if (Boolean.FALSE.equals(properties.getEnabled())) {
            builder.tls(tls -> tls.mode(SslMode.DISABLE));
            return;
        }
        Supplier<@Nullable SslBundle> either = () -> {
            SslBundle told = ofDetails.get();
            return told != null ? told : bundle();
        };
        if (either.get() != null) {
            builder.tls(tls -> tls.material(new SslBundleMaterial(either)));
        } else if (!Boolean.TRUE.equals(properties.getEnabled())) {
            return;
        } else if (!hasRootCert(builder)) {
            SslBundle system = SslBundle.systemDefault();
            builder.tls(tls -> tls.material(new SslBundleMaterial(() -> system)));
        }
        SslMode mode = properties.getMode();
        if ((mode == null || isWeak(mode)) && isWeak(modeOf(builder))) {
            builder.tls(tls -> tls.mode(SslMode.VERIFY_FULL));
        }
    }

    private static boolean hasRootCert(PgClientBuilder builder) {
        try {
            return builder.options().tls().rootCert() != null;
        } catch (PgConfigurationException ex) {
            // Most likely because it has none; what else is wrong is told when the client is built.
            return false;
        }
    }

    private static SslMode modeOf(PgClientBuilder builder) {
        try {
            return builder.options().tls().mode();
        } catch (PgConfigurationException ex) {
            // Most likely because it is too weak for something else that was asked for.
            return SslMode.DISABLE;
        }
    }

    /** Has a client close its connections when they are next idle once the bundle has been updated. */
    void follow(PgClient client) {
        followers.add(client);
    }

    private void update(String name, SslBundle updated) {
        try {
            SslBundleMaterial.of(updated);
        } catch (RuntimeException ex) {
            logger.error("The SSL bundle '{}' was updated, but cannot be used: what it held before stays", name, ex);
            return;
        }
        synchronized (this) {
            // Not before one has been taken that was there just before the update.
            current = updated;
        }
        for (PgClient client : followers) {
            client.expireConnections();
            logger.info(
                    "PostgreSQL pool \"{}\" uses the updated SSL bundle '{}' for new connections, and closes those that"
                            + " are open when they are next idle",
                    client.options().pool().name(),
                    name);
        }
    }
}
