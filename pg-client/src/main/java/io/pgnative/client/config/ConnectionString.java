package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import java.util.Locale;
import java.util.Map;

/**
 * What a connection string says, as libpq's {@code PQconninfoParse} reads it (libpq, "Connection Strings").
 *
 * @param values what it says, by word and in its order; words that libpq does not know, too
 * @param portBesideHost whether the port stands beside the host, and so belongs to it
 */
record ConnectionString(Map<String, String> values, boolean portBesideHost) {

    /**
     * Reads a URI or a list of {@code keyword=value} pairs.
     *
     * @param dsn the text
     * @return what it says
     * @throws PgConfigurationException for the option {@code dsn}; shows the text without its secrets
     */
    static ConnectionString parse(String dsn) {
        if (uriStart(dsn) >= 0) {
            return new UriParser(dsn).parse();
        }
        if (dsn.indexOf('=') >= 0 && dsn.indexOf("://") < 0) {
            return new ConnectionString(KeyValueParser.parse(dsn), false);
        }
        throw new DsnOrigin(dsn)
                .invalid(
                        "dsn", "expected postgres://user@host:port/database, or host=... port=... dbname=... user=...");
    }

    /**
     * Finds the end of a URI's scheme.
     *
     * @param dsn the text
     * @return where the part after {@code ://} begins; -1 if there is no scheme, or not ours
     */
    static int uriStart(String dsn) {
        int end = dsn.indexOf("://");
        if (end < 0) {
            return -1;
        }
        String scheme = dsn.substring(0, end).toLowerCase(Locale.ROOT);
        return scheme.equals("postgres") || scheme.equals("postgresql") ? end + "://".length() : -1;
    }

    /**
     * Whether a word looks like a name, so that showing it shows no secret.
     *
     * @param word a word of the string
     * @return whether it is of letters, digits, underscore, dot and hyphen
     */
    static boolean isName(String word) {
        return !word.isEmpty()
                && word.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '_'
                                || c == '.'
                                || c == '-');
    }

    /** Words alone: the values may be secrets. */
    @Override
    public String toString() {
        return "ConnectionString" + values.keySet();
    }
}
