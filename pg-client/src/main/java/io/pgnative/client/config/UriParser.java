package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads a connection URI (libpq, "Connection URIs"):
 * {@code scheme://[user[:password]@][host[:port][,...]][/dbname][?keyword=value&...]}. Each part is percent-decoded,
 * and spaces around it are dropped. Of what is said twice, the later wins.
 *
 * <p>Stricter than libpq in one thing: the only raw {@code @} is the one that ends the user's part; elsewhere it is
 * written {@code %40}. Otherwise a password with special characters could be taken for a host, and be shown.
 */
final class UriParser {

    private static final Pattern SPACES_AROUND = Pattern.compile("^ +| +$");

    private final String dsn;
    private final Origin origin;
    private final Map<String, String> values = new LinkedHashMap<>();
    private boolean portBesideHost;

    UriParser(String dsn) {
        this.dsn = dsn;
        this.origin = new DsnOrigin(dsn);
    }

    ConnectionString parse() {
        int start = ConnectionString.uriStart(dsn);
        if (!DsnMask.userInfoIsClear(dsn, start) && dsn.indexOf('@', start) >= 0) {
            throw invalid("an @ stands where none is expected; in user, password and everywhere behind the host write"
                    + " @ as %40, and / and ? in user and password as %2F and %3F");
        }
        int authorityEnd = DsnMask.authorityEnd(dsn, start);
        int question = dsn.indexOf('?', authorityEnd);
        int pathEnd = question < 0 ? dsn.length() : question;
        authority(dsn.substring(start, authorityEnd));
        if (pathEnd > authorityEnd + 1) {
            values.put("dbname", decode("database", dsn.substring(authorityEnd + 1, pathEnd)));
        }
        if (question >= 0) {
            query(dsn.substring(question + 1));
        }
        return new ConnectionString(Collections.unmodifiableMap(values), portBesideHost);
    }

    private void authority(String authority) {
        int at = authority.indexOf('@');
        if (at >= 0) {
            String userInfo = authority.substring(0, at);
            int colon = userInfo.indexOf(':');
            store("user", "user", colon < 0 ? userInfo : userInfo.substring(0, colon));
            if (colon >= 0) {
                store("password", "password", userInfo.substring(colon + 1));
            }
        }
        hosts(authority.substring(at + 1));
    }

    private void hosts(String text) {
        StringBuilder names = new StringBuilder();
        StringBuilder ports = new StringBuilder();
        int from = 0;
        while (true) {
            int nameEnd = nameEnd(text, from);
            boolean bracketed = text.startsWith("[", from);
            names.append(text, bracketed ? from + 1 : from, bracketed ? nameEnd - 1 : nameEnd);
            int comma = text.indexOf(',', nameEnd);
            int end = comma < 0 ? text.length() : comma;
            if (nameEnd < end) {
                if (text.indexOf(':', nameEnd + 1) >= 0 && text.indexOf(':', nameEnd + 1) < end) {
                    throw invalid("an IPv6 address is written in brackets, as [::1]:5432");
                }
                ports.append(text, nameEnd + 1, end);
            }
            if (comma < 0) {
                break;
            }
            names.append(',');
            ports.append(',');
            from = comma + 1;
        }
        store("host", "host", names.toString());
        store("port", "port", ports.toString());
        portBesideHost = values.containsKey("port");
    }

    /** Where a host's name ends; there a colon, a comma or nothing follows. */
    private int nameEnd(String text, int from) {
        if (text.startsWith("[", from)) {
            int close = text.indexOf(']', from);
            boolean follows = close >= 0 && close + 1 < text.length();
            if (close <= from + 1 || (follows && text.charAt(close + 1) != ':' && text.charAt(close + 1) != ',')) {
                throw invalid("an IPv6 address is written [address]:port");
            }
            return close + 1;
        }
        return IntStream.range(from, text.length())
                .filter(i -> text.charAt(i) == ':' || text.charAt(i) == ',')
                .findFirst()
                .orElse(text.length());
    }

    private void query(String query) {
        int from = 0;
        while (from < query.length()) {
            int ampersand = query.indexOf('&', from);
            int end = ampersand < 0 ? query.length() : ampersand;
            pair(query.substring(from, end));
            from = end + 1;
        }
    }

    private void pair(String pair) {
        int equals = pair.indexOf('=');
        if (equals <= 0 || pair.indexOf('=', equals + 1) >= 0) {
            throw invalid("expected keyword=value pairs, joined by &, behind the ?; a = itself is written %3D");
        }
        String keyword = decode("name of a parameter", pair.substring(0, equals));
        if (!ConnectionString.isName(keyword)) {
            throw invalid("the name of a parameter holds characters that no parameter's name has");
        }
        String value = decode("value of a parameter", pair.substring(equals + 1));
        if (keyword.equals("ssl") && value.equals("true")) {
            values.put("sslmode", "require");
            return;
        }
        String known = LibpqKeywords.plain(keyword);
        values.remove(known);
        values.put(known, value);
        portBesideHost &= !known.equals("port");
    }

    private void store(String keyword, String part, String raw) {
        if (!raw.isEmpty()) {
            values.put(keyword, decode(part, raw));
        }
    }

    private String decode(String part, String raw) {
        String text = SPACES_AROUND.matcher(raw).replaceAll("");
        if (text.indexOf(' ') >= 0) {
            throw invalid("the " + part + " holds a space, which is written %20");
        }
        String decoded = PercentDecoder.decode(text);
        if (decoded == null) {
            throw invalid("the " + part + " is not percent-encoded UTF-8; a % itself is written %25");
        }
        if (decoded.indexOf('\0') >= 0) {
            throw invalid("the " + part + " holds a NUL character, which the protocol cannot carry");
        }
        return decoded;
    }

    private PgConfigurationException invalid(String reason) {
        return origin.invalid("dsn", reason);
    }
}
