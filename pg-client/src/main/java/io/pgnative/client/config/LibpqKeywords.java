package io.pgnative.client.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words that libpq takes in a connection URI (libpq, "Parameter Key Words"): those are never run-time parameters.
 */
final class LibpqKeywords {

    /** Words with a meaning here. {@code options} is one that the server itself reads from the StartupMessage. */
    private static final Set<String> SPOKEN = Set.of(
            "host",
            "port",
            "dbname",
            "database",
            "user",
            "password",
            "application_name",
            "connect_timeout",
            "sslmode",
            "options");

    private static final Set<String> NOT_SPOKEN = Set.of(
            "channel_binding",
            "client_encoding",
            "fallback_application_name",
            "gssdelegation",
            "gssencmode",
            "gsslib",
            "hostaddr",
            "keepalives",
            "keepalives_count",
            "keepalives_idle",
            "keepalives_interval",
            "krbsrvname",
            "load_balance_hosts",
            "max_protocol_version",
            "min_protocol_version",
            "oauth_client_id",
            "oauth_client_secret",
            "oauth_issuer",
            "oauth_scope",
            "passfile",
            "replication",
            "require_auth",
            "requirepeer",
            "requiressl",
            "scram_client_key",
            "scram_server_key",
            "service",
            "servicefile",
            "ssl_max_protocol_version",
            "ssl_min_protocol_version",
            "sslcert",
            "sslcertmode",
            "sslcompression",
            "sslcrl",
            "sslcrldir",
            "sslkey",
            "sslkeylogfile",
            "sslnegotiation",
            "sslpassword",
            "sslrootcert",
            "sslsni",
            "target_session_attrs",
            "tcp_user_timeout");

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

    static boolean isNotAvailable(String key) {
        return NOT_SPOKEN.contains(key);
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
        String plain = plain(key);
        String elsewhere = ELSEWHERE.get(plain);
        if (elsewhere != null) {
            return elsewhere;
        }
        String nearest = nearest(plain, SPOKEN);
        return nearest != null ? nearest : nearest(plain, NOT_SPOKEN);
    }

    private static @Nullable String nearest(String plain, Set<String> words) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String word : words) {
            int distance = distance(plain, plain(word));
            if (distance <= (word.length() <= SHORT_WORD ? 1 : 2) && distance < least) {
                nearest = word;
                least = distance;
            }
        }
        return nearest;
    }

    private static String plain(String word) {
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
