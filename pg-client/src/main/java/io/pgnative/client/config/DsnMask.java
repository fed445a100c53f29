package io.pgnative.client.config;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Shows a connection string without its secrets, however malformed it is. */
final class DsnMask {

    static final String MASK = "***";

    /** Values that are fit to be read; whatever else stands in a query may be a secret, or a misspelt one. */
    private static final Set<String> SHOWN = Set.of(
            "host",
            "hostaddr",
            "port",
            "dbname",
            "database",
            "user",
            "application_name",
            "connect_timeout",
            "sslmode",
            "target_session_attrs",
            "load_balance_hosts");

    /** The name of a secret, which in a URI may be percent-encoded. */
    private static final Pattern SECRET =
            Pattern.compile("(pass\\w*|secret|%\\w\\w\\w*)\\s*=", Pattern.CASE_INSENSITIVE);

    private DsnMask() {}

    /**
     * Whether it is certain where the user and the password end: at the only {@code @}, which stands before the first
     * slash and question mark. Otherwise any part may belong to a password whose special characters were not encoded.
     *
     * @param dsn the URI
     * @param authorityStart where the part after {@code ://} begins
     * @return whether the parts can be told apart
     */
    static boolean userInfoIsClear(String dsn, int authorityStart) {
        int at = dsn.indexOf('@', authorityStart);
        return at >= 0 && at < authorityEnd(dsn, authorityStart) && dsn.indexOf('@', at + 1) < 0;
    }

    static int authorityEnd(String dsn, int authorityStart) {
        for (int i = authorityStart; i < dsn.length(); i++) {
            char c = dsn.charAt(i);
            if (c == '/' || c == '?') {
                return i;
            }
        }
        return dsn.length();
    }

    /**
     * The URI for a message.
     *
     * @param dsn the URI
     * @return with {@code ***} for the password and for all that may be one; nothing of it if that cannot be told
     */
    static String mask(String dsn) {
        int scheme = ConnectionString.uriStart(dsn);
        if (scheme < 0) {
            return dsn.indexOf('=') >= 0 && dsn.indexOf("://") < 0 ? maskPairs(dsn) : MASK;
        }
        boolean clear = userInfoIsClear(dsn, scheme);
        int authorityEnd = authorityEnd(dsn, scheme);
        boolean colonOrAt = dsn.indexOf('@', scheme) >= 0
                || dsn.substring(scheme, authorityEnd).indexOf(':') >= 0;
        if (!clear && colonOrAt) {
            // Without a user part, what follows a colon may as well be a password whose host was forgotten.
            return dsn.substring(0, scheme) + MASK;
        }
        StringBuilder shown = new StringBuilder(dsn.substring(0, scheme));
        int at = clear ? dsn.indexOf('@', scheme) : -1;
        if (at >= 0) {
            int colon = dsn.indexOf(':', scheme);
            shown.append(colon >= 0 && colon < at ? dsn.substring(scheme, colon + 1) + MASK : dsn.substring(scheme, at))
                    .append('@');
        }
        int query = dsn.indexOf('?', scheme);
        shown.append(dsn, Math.max(at + 1, scheme), query < 0 ? dsn.length() : query);
        if (query >= 0) {
            shown.append('?');
            maskQuery(dsn.substring(query + 1), shown);
        }
        return printable(shown);
    }

    // What stands behind a secret may be the rest of it, cut off at a space that was not quoted.
    private static String maskPairs(String dsn) {
        StringBuilder shown = new StringBuilder();
        for (Map.Entry<String, String> pair : KeyValueParser.parse(dsn).entrySet()) {
            if (!SHOWN.contains(pair.getKey())) {
                return printable(shown.append(pair.getKey()).append('=').append(MASK));
            }
            shown.append(pair.getKey()).append('=').append(pair.getValue()).append(' ');
        }
        return printable(shown).strip();
    }

    /**
     * Whether it is certain that no part of a secret was taken for another value.
     *
     * @param dsn the connection string
     * @return false also when it cannot be read
     */
    static boolean isClear(String dsn) {
        int start = ConnectionString.uriStart(dsn);
        if (start < 0) {
            // A value that a forgotten quote has cut off is followed by what is no pair.
            return !SECRET.matcher(dsn).find();
        }
        return userInfoIsClear(dsn, start) && !SECRET.matcher(dsn).find();
    }

    // Everything behind a secret may be the rest of it, cut at an ampersand that was not encoded.
    private static void maskQuery(String query, StringBuilder shown) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0 || !SHOWN.contains(pair.substring(0, equals))) {
                shown.append(
                                equals < 0 || !ConnectionString.isName(pair.substring(0, equals))
                                        ? ""
                                        : pair.substring(0, equals + 1))
                        .append(MASK);
                return;
            }
            shown.append(pair).append('&');
        }
        shown.setLength(shown.length() - 1);
    }

    private static String printable(CharSequence text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.chars().forEach(c -> printable.append(Character.isISOControl(c) ? '?' : (char) c));
        return printable.toString();
    }
}
