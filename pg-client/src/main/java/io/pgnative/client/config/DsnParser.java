package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection URI (libpq, "Connection URIs"):
 * {@code scheme://[user[:password]@][host[:port]][/database][?key=value&...]} with the scheme {@code postgres} or
 * {@code postgresql}. Each part is percent-decoded; in the query a plus is a space. The last of a repeated key wins,
 * and what stands before the query wins over it.
 *
 * <p>The only raw {@code @} is the one that ends the user's part; elsewhere it is written {@code %40}. Otherwise a
 * password with special characters could be taken for a host, and be shown.
 */
final class DsnParser {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_SECONDS_DIGITS = 8;

    private final String dsn;
    /** Whether it is certain where the user's part ends; without one, a port may be a password without its host. */
    private boolean userInfoIsClear;
    /** What follows may be the rest of the secret, cut off at an ampersand that was not encoded. */
    private boolean behindSecret;

    private @Nullable String host;
    private @Nullable Integer authorityPort;
    private @Nullable Integer queryPort;
    private @Nullable String database;
    private @Nullable String user;
    private @Nullable String password;
    private @Nullable Duration connectTimeout;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private DsnParser(String dsn) {
        this.dsn = dsn;
    }

    /**
     * Reads a URI.
     *
     * @param dsn the text
     * @return what it says
     * @throws PgConfigurationException for the option {@code dsn}; shows the URI without its secrets
     */
    static Dsn parse(String dsn) {
        return new DsnParser(dsn).parse();
    }

    /**
     * Finds the end of the scheme.
     *
     * @param dsn the text
     * @return where the part after {@code ://} begins; -1 if the scheme is not ours
     */
    static int authorityStart(String dsn) {
        int end = dsn.indexOf("://");
        if (end < 0) {
            return -1;
        }
        String scheme = dsn.substring(0, end).toLowerCase(Locale.ROOT);
        return scheme.equals("postgres") || scheme.equals("postgresql") ? end + "://".length() : -1;
    }

    /**
     * Whether a key looks like a name, so that showing it shows no secret.
     *
     * @param key a raw key of the query
     * @return whether it is of letters, digits, underscore, dot and hyphen
     */
    static boolean isName(String key) {
        return !key.isEmpty()
                && key.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '_'
                                || c == '.'
                                || c == '-');
    }

    private Dsn parse() {
        int start = authorityStart(dsn);
        if (start < 0) {
            throw invalid("expected postgres://user@host:port/database or postgresql://...");
        }
        userInfoIsClear = DsnMask.userInfoIsClear(dsn, start);
        if (!userInfoIsClear && dsn.indexOf('@', start) >= 0) {
            throw invalid("an @ stands where none is expected; in user, password and everywhere behind the host write"
                    + " @ as %40, and / and ? in user and password as %2F and %3F");
        }
        int authorityEnd = DsnMask.authorityEnd(dsn, start);
        int question = dsn.indexOf('?', authorityEnd);
        int pathEnd = question < 0 ? dsn.length() : question;
        if (question >= 0) {
            query(dsn.substring(question + 1));
        }
        authority(dsn.substring(start, authorityEnd));
        if (pathEnd > authorityEnd + 1) {
            database = decode("database", dsn.substring(authorityEnd + 1, pathEnd), false);
        }
        return new Dsn(
                host, authorityPort, queryPort, database, user, password, connectTimeout, Map.copyOf(parameters));
    }

    private void authority(String authority) {
        int at = authority.indexOf('@');
        if (at >= 0) {
            String userInfo = authority.substring(0, at);
            int colon = userInfo.indexOf(':');
            String name = colon < 0 ? userInfo : userInfo.substring(0, colon);
            if (!name.isEmpty()) {
                user = decode("user", name, false);
            }
            if (colon >= 0) {
                password = decode("password", userInfo.substring(colon + 1), false);
            }
        }
        hostAndPort(authority.substring(at + 1), false);
    }

    private void hostAndPort(String text, boolean ofQuery) {
        String name;
        String number = null;
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            String rest = close < 0 ? "" : text.substring(close + 1);
            if (close < 0 || (!rest.isEmpty() && !rest.startsWith(":"))) {
                throw invalid("an IPv6 address is written [address]:port");
            }
            name = text.substring(1, close);
            number = rest.isEmpty() ? null : rest.substring(1);
        } else {
            int colon = text.indexOf(':');
            boolean several = colon >= 0 && text.indexOf(':', colon + 1) >= 0;
            if (text.indexOf(',') >= 0) {
                throw invalid("several hosts are not available; expected one");
            }
            if (several && !ofQuery) {
                throw invalid("an IPv6 address is written in brackets, as [::1]:5432");
            }
            name = colon < 0 || several ? text : text.substring(0, colon);
            number = colon < 0 || several ? null : text.substring(colon + 1);
        }
        if (!name.isEmpty()) {
            host = ofQuery ? name : decode("host", name, false);
            authorityPort = null;
        }
        if (number != null && !number.isEmpty()) {
            authorityPort = port(ofQuery ? number : decode("port", number, false));
        }
    }

    private void query(String query) {
        if (query.isEmpty()) {
            return;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw invalid("expected key=value pairs, joined by &, behind the ?");
            }
            String key = decode("name of a parameter", pair.substring(0, equals), true);
            if (!isName(key)) {
                throw invalid("the name of a parameter holds characters that no parameter's name has");
            }
            String value = decode("value of " + name(key), pair.substring(equals + 1), true);
            set(key, value);
        }
    }

    private void set(String key, String value) {
        switch (key) {
            case "password" -> {
                password = value;
                behindSecret = true;
            }
            case "application_name", "options" -> parameters.put(key, value);
            case "sslmode" -> sslMode(value);
            default -> {
                if (isSetting(key)) {
                    if (!value.isEmpty()) {
                        setting(key, value);
                    }
                    return;
                }
                if (LibpqKeywords.isNotAvailable(key)) {
                    throw invalid(name(key) + " is not available");
                }
                String near = LibpqKeywords.near(key);
                if (near != null) {
                    throw invalid("there is no " + name(key) + "; did you mean " + near + "?");
                }
                parameters.put(key, value);
            }
        }
    }

    private static boolean isSetting(String key) {
        return switch (key) {
            case "host", "port", "dbname", "database", "user", "connect_timeout" -> true;
            default -> false;
        };
    }

    // An empty value is as none, as in libpq.
    private void setting(String key, String value) {
        switch (key) {
            case "host" -> hostAndPort(value, true);
            case "port" -> queryPort = port(value);
            case "user" -> user = value;
            case "connect_timeout" -> connectTimeout = seconds(value);
            default -> database = value;
        }
    }

    private void sslMode(String mode) {
        switch (mode) {
            case "disable" -> {
                // The only way there is.
            }
            case "allow", "prefer", "require", "verify-ca", "verify-full" ->
                throw invalid(
                        "sslmode=" + mode + " is not available, since this version speaks no TLS; expected disable");
            default -> throw invalid("sslmode" + shown(mode) + " is unknown; expected disable");
        }
    }

    private Duration seconds(String text) {
        if (!isNumber(text, MAX_SECONDS_DIGITS) || Integer.parseInt(text) == 0) {
            throw invalid("connect_timeout" + shown(text) + " is not a number of seconds above zero");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    private int port(String text) {
        if (!isNumber(text, Integer.MAX_VALUE)) {
            throw invalid("the port" + shown(text) + " is not a number");
        }
        if (text.length() > MAX_PORT_DIGITS || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_PORT) {
            throw invalid("the port" + shown(text) + " is not in 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static boolean isNumber(String text, int maxDigits) {
        return !text.isEmpty() && text.length() <= maxDigits && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private String name(String key) {
        return behindSecret ? "parameter behind the password" : key;
    }

    private String shown(String value) {
        return userInfoIsClear && !behindSecret && value.chars().noneMatch(Character::isISOControl)
                ? " \"" + value + "\""
                : "";
    }

    private String decode(String part, String raw, boolean plusIsSpace) {
        String decoded = PercentDecoder.decode(raw, plusIsSpace);
        if (decoded == null) {
            throw invalid("the " + part + " is not percent-encoded UTF-8; a % itself is written %25");
        }
        return decoded;
    }

    private PgConfigurationException invalid(String reason) {
        return new PgConfigurationException("dsn", reason + " (" + DsnMask.mask(dsn) + ")");
    }
}
