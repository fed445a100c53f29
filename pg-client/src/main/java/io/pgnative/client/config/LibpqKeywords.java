package io.pgnative.client.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The words that libpq takes (libpq, "Parameter Key Words", "Environment Variables"): none is ever a run-time
 * parameter.
 */
final class LibpqKeywords {

    /** Words with a meaning here, and the environment variables that stand for them; none is empty. */
    private static final Map<String, String> SPOKEN = Map.ofEntries(
            Map.entry("service", "PGSERVICE"),
            Map.entry("servicefile", "PGSERVICEFILE"),
            Map.entry("user", "PGUSER"),
            Map.entry("password", "PGPASSWORD"),
            Map.entry("passfile", "PGPASSFILE"),
            Map.entry("channel_binding", "PGCHANNELBINDING"),
            Map.entry("connect_timeout", "PGCONNECT_TIMEOUT"),
            Map.entry("dbname", "PGDATABASE"),
            Map.entry("host", "PGHOST"),
            Map.entry("hostaddr", "PGHOSTADDR"),
            Map.entry("port", "PGPORT"),
            Map.entry("options", "PGOPTIONS"),
            Map.entry("application_name", "PGAPPNAME"),
            Map.entry("fallback_application_name", ""),
            Map.entry("sslmode", "PGSSLMODE"),
            Map.entry("sslnegotiation", "PGSSLNEGOTIATION"),
            Map.entry("sslcert", "PGSSLCERT"),
            Map.entry("sslkey", "PGSSLKEY"),
            Map.entry("sslcertmode", "PGSSLCERTMODE"),
            Map.entry("sslpassword", ""),
            Map.entry("sslrootcert", "PGSSLROOTCERT"),
            Map.entry("sslcrl", "PGSSLCRL"),
            Map.entry("sslcrldir", "PGSSLCRLDIR"),
            Map.entry("sslsni", "PGSSLSNI"),
            Map.entry("require_auth", "PGREQUIREAUTH"),
            Map.entry("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"),
            Map.entry("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"),
            Map.entry("min_protocol_version", "PGMINPROTOCOLVERSION"),
            Map.entry("max_protocol_version", "PGMAXPROTOCOLVERSION"),
            Map.entry("keepalives", ""),
            Map.entry("keepalives_idle", ""),
            Map.entry("keepalives_interval", ""),
            Map.entry("keepalives_count", ""),
            Map.entry("tcp_user_timeout", ""),
            Map.entry("target_session_attrs", "PGTARGETSESSIONATTRS"),
            Map.entry("load_balance_hosts", "PGLOADBALANCEHOSTS"));

    /**
     * Words for what this client does in one way only.
     *
     * @param variable the environment variable that stands for the word; empty if there is none
     * @param fitting the values, in lower case, that ask for nothing else
     * @param reason why other values cannot be had
     */
    private record Fixed(String variable, Set<String> fitting, String reason) {}

    private static final String NO_KERBEROS = "this client does not authenticate by Kerberos";
    private static final Fixed NO_KEYS =
            new Fixed("", Set.of(), "this client derives SCRAM keys from the password; expected a password");
    private static final Fixed NO_ISSUER =
            new Fixed("", Set.of(), "this client does not ask an issuer for tokens; the program gives them");

    private static final Map<String, Fixed> FIXED = Map.ofEntries(
            Map.entry(
                    "client_encoding",
                    new Fixed(
                            "PGCLIENTENCODING",
                            Set.of("utf8", "utf-8", "unicode", "auto"),
                            "this client always speaks UTF8; expected UTF8")),
            Map.entry(
                    "gssencmode",
                    new Fixed(
                            "PGGSSENCMODE",
                            Set.of("disable", "prefer"),
                            "this client does not encrypt by GSSAPI; expected disable")),
            Map.entry("krbsrvname", new Fixed("PGKRBSRVNAME", Set.of(), NO_KERBEROS)),
            Map.entry("gsslib", new Fixed("PGGSSLIB", Set.of(), NO_KERBEROS)),
            Map.entry("gssdelegation", new Fixed("PGGSSDELEGATION", Set.of("0"), NO_KERBEROS)),
            Map.entry(
                    "sslcompression",
                    new Fixed(
                            "PGSSLCOMPRESSION",
                            Set.of("0"),
                            "TLS is never compressed, since that is not safe; expected 0")),
            Map.entry("sslkeylogfile", new Fixed("", Set.of(), "this client does not write keys of TLS to a file")),
            Map.entry(
                    "requirepeer",
                    new Fixed(
                            "PGREQUIREPEER",
                            Set.of(),
                            "this client cannot ask for the user that a Unix socket's server runs as")),
            Map.entry(
                    "replication",
                    new Fixed(
                            "",
                            Set.of("false", "off", "no", "0"),
                            "this client opens no replication connections; expected false")),
            Map.entry("requiressl", new Fixed("", Set.of(), "libpq has no such word any more; expected sslmode")),
            Map.entry("scram_client_key", NO_KEYS),
            Map.entry("scram_server_key", NO_KEYS),
            Map.entry("oauth_issuer", NO_ISSUER),
            Map.entry("oauth_client_id", NO_ISSUER),
            Map.entry("oauth_client_secret", NO_ISSUER),
            Map.entry("oauth_scope", NO_ISSUER));

    /** What other clients call them, too far off to be found by likeness. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "username", "user",
            "hostname", "host",
            "db", "dbname",
            "passwd", "password",
            "pass", "password",
            "pwd", "password",
            "ssl", "sslmode",
            "timeout", "connect_timeout");

    private static final int SHORT_WORD = 5;

    private LibpqKeywords() {}

    /**
     * The word that stands for the same.
     *
     * @param word a word of a connection string
     * @return {@code dbname} for {@code database}, as asyncpg calls it; else the word itself
     */
    static String plain(String word) {
        return word.equals("database") ? "dbname" : word;
    }

    static boolean isKeyword(String word) {
        return SPOKEN.containsKey(word) || FIXED.containsKey(word);
    }

    /**
     * Refuses what this client cannot be told.
     *
     * @param setting of a word of libpq
     * @throws io.pgnative.client.PgConfigurationException if its value asks for what this client does not do
     */
    static void check(Setting setting) {
        Fixed fixed = FIXED.get(setting.keyword());
        if (fixed != null
                && !setting.value().isEmpty()
                && !fixed.fitting().contains(setting.value().toLowerCase(Locale.ROOT))) {
            throw setting.invalid(setting.keyword() + " is not available: " + fixed.reason());
        }
    }

    /**
     * The environment variables.
     *
     * @param use given each word and its variable
     */
    static void forEachVariable(BiConsumer<String, String> use) {
        SPOKEN.forEach((word, variable) -> {
            if (!variable.isEmpty()) {
                use.accept(word, variable);
            }
        });
        FIXED.forEach((word, fixed) -> {
            if (!fixed.variable().isEmpty()) {
                use.accept(word, fixed.variable());
            }
        });
    }

    /**
     * The keyword that was probably meant.
     *
     * @param key a key that is none
     * @return the nearest keyword, or null if none is near, so that the key may be a run-time parameter
     */
    static @Nullable String near(String key) {
        if (key.indexOf('.') >= 0) {
            return null;
        }
        String plain = letters(key);
        String elsewhere = ELSEWHERE.get(plain);
        if (elsewhere != null) {
            return elsewhere;
        }
        String nearest = nearest(plain, SPOKEN.keySet());
        return nearest != null ? nearest : nearest(plain, FIXED.keySet());
    }

    private static @Nullable String nearest(String plain, Set<String> words) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String word : words) {
            int distance = distance(plain, letters(word));
            if (distance <= (word.length() <= SHORT_WORD ? 1 : 2) && distance < least) {
                nearest = word;
                least = distance;
            }
        }
        return nearest;
    }

    private static String letters(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Edits that turn one word into the other: insert, delete, replace, or swap neighbours. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
