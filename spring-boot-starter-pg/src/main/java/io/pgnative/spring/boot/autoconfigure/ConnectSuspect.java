package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.SslMode;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Finds out which property is most likely behind a connection that could not be opened. */
final class ConnectSuspect {

    static final String MAX_SIZE = "pool.max-size";
    static final String STARTUP_TIMEOUT = "pool.startup-timeout";

    private static final String ACQUIRE_TIMEOUT = "pool.acquire-timeout";
    private static final String HOST = "host";
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String DATABASE = "database";
    private static final String PARAMETERS = "parameters";
    private static final String SSL_BUNDLE = "ssl.bundle";
    private static final String SSL_CERT = "ssl.cert";
    private static final String SSL_ENABLED = "ssl.enabled";
    private static final String SSL_MODE = "ssl.mode";
    private static final String SSL_ROOT_CERT = "ssl.root-cert";

    /** Of properties that are not to blame: who else could be is not known. */
    private static final String NONE = "";

    /** What the server calls those who come by a Unix socket, where there is no TLS. */
    private static final String LOCAL = "\"[local]\"";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String INVALID_AUTHORIZATION = "28000";

    /** What a server's refusal is about where its SQLSTATE alone tells. */
    private static final Map<String, String> BY_STATE = Map.of(
            "28P01", PASSWORD,
            "3D000", DATABASE,
            // It takes no connections, or is not valid.
            "55000", DATABASE,
            "53300", MAX_SIZE,
            "57P03", STARTUP_TIMEOUT,
            "22023", PARAMETERS,
            "42704", PARAMETERS,
            "55P02", PARAMETERS);

    /** Methods of the server that ask another one for the password: it does not tell them by the SQLSTATE. */
    private static final List<String> WITH_PASSWORD = List.of("LDAP", "PAM", "RADIUS", "BSD");

    /** Words of servers whose SQLSTATE does not tell: of PostgreSQL, of PgBouncer. */
    private static final List<Map.Entry<String, String>> BY_WORD_OF_SERVER = List.of(
            Map.entry("unsupported frontend protocol", "max-protocol-version"),
            Map.entry("unsupported startup parameter", PARAMETERS));

    /** Words of the client's own messages; the first one counts. */
    private static final List<Map.Entry<String, String>> BY_WORD = List.of(
            Map.entry("init-sql: ", "init-sql"),
            Map.entry("min_protocol_version", "min-protocol-version"),
            Map.entry("allow it by krbsrvname", "authentication.krbsrvname"),
            Map.entry("no Kerberos credentials", "authentication.krbsrvname"),
            Map.entry("no GSSAPI context", "authentication.krbsrvname"),
            Map.entry("require_auth", "authentication.require"),
            Map.entry("channel_binding", "authentication.channel-binding"),
            Map.entry("target_session_attrs", "target-session-attributes"),
            Map.entry("sslcertmode=require", "ssl.cert-mode"),
            Map.entry("(ALPN)", "ssl.negotiation"),
            Map.entry("on which nothing proves that it is the server", SSL_MODE),
            Map.entry("but would not speak TLS", SSL_MODE),
            Map.entry("SCRAM iterations; 1 to ", "max-scram-iterations"),
            Map.entry("password, but none is configured", PASSWORD),
            Map.entry("which this client does not speak", NONE),
            Map.entry("supplier has failed", NONE),
            Map.entry("the supplier of ", NONE),
            Map.entry("token supplier", NONE));

    private final Throwable failure;
    private final PgOptions options;
    private final Predicate<String> isSet;

    private ConnectSuspect(Throwable failure, PgOptions options, Predicate<String> isSet) {
        this.failure = failure;
        this.options = options;
        this.isSet = isSet;
    }

    /**
     * Finds it.
     *
     * @param failure why there is no connection
     * @param options of the client
     * @param isSet whether a property of the client has a value, by its name without the prefix
     * @return its name without the prefix, or the client's name of an option; null if none is known to be behind it
     */
    static @Nullable String of(Throwable failure, PgOptions options, Predicate<String> isSet) {
        String suspect = new ConnectSuspect(failure, options, isSet).find();
        return suspect.equals(NONE) ? null : suspect;
    }

    /** What a failure says. */
    static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return message != null ? message : failure.getClass().getSimpleName();
    }

    private String find() {
        String option = option();
        if (option != null) {
            return option;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgServerException server) {
                return ofServer(server);
            }
            String word = byWord(BY_WORD, messageOf(cause));
            if (word != null) {
                return word;
            }
            if (cause instanceof SSLException) {
                return ofTls(cause);
            }
        }
        // The server, or whoever takes its place, may as well be slow.
        boolean isLate = failure instanceof PgAcquireTimeoutException && failure.getCause() == null;
        return isLate && isSet.test(ACQUIRE_TIMEOUT) ? ACQUIRE_TIMEOUT : HOST;
    }

    private @Nullable String option() {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgConfigurationException known) {
                return known.option();
            }
        }
        return null;
    }

    private static @Nullable String byWord(List<Map.Entry<String, String>> words, String message) {
        for (Map.Entry<String, String> word : words) {
            if (message.contains(word.getKey())) {
                return word.getValue();
            }
        }
        return null;
    }

    /** Whoever refuses was reached, so that it is not the host. */
    private String ofServer(PgServerException server) {
        String message = server.serverMessage();
        String property =
                switch (server.sqlState()) {
                    case INVALID_AUTHORIZATION -> ofLogin(message);
                    case INSUFFICIENT_PRIVILEGE -> message.contains(quoted(options.database())) ? DATABASE : PARAMETERS;
                    default -> BY_STATE.get(server.sqlState());
                };
        if (property == null) {
            property = byWord(BY_WORD_OF_SERVER, message);
        }
        return property == null ? NONE : property.equals(PARAMETERS) ? parameterOf(message) : property;
    }

    private String ofLogin(String message) {
        // In all other modes it was refused with TLS as well.
        if (message.contains("no encryption") && options.tls().mode() == SslMode.DISABLE && !message.contains(LOCAL)) {
            return isSet.test(SSL_ENABLED) ? SSL_ENABLED : SSL_MODE;
        }
        if (message.contains("certificate")) {
            return isSet.test(SSL_BUNDLE) ? SSL_BUNDLE : SSL_CERT;
        }
        return WITH_PASSWORD.stream().anyMatch(method -> message.contains(method + " authentication failed"))
                ? PASSWORD
                : USERNAME;
    }

    private String ofTls(Throwable failed) {
        if (isSet.test(SSL_BUNDLE)) {
            return SSL_BUNDLE;
        }
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            boolean isOfPath = cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException;
            if (isOfPath && isSet.test(SSL_ROOT_CERT)) {
                return SSL_ROOT_CERT;
            }
        }
        return isSet.test(SSL_ENABLED) && !isSet.test(SSL_MODE) ? SSL_ENABLED : SSL_MODE;
    }

    /** The server names the parameter that it does not take between quotes, a pooler at the end. */
    private String parameterOf(String message) {
        for (Map.Entry<String, String> known : ServerParameters.PROPERTIES.entrySet()) {
            boolean isNamed = message.contains(quoted(known.getKey())) || message.endsWith(": " + known.getKey());
            if (isNamed && isSet.test(known.getValue())) {
                return known.getValue();
            }
        }
        return PARAMETERS;
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
