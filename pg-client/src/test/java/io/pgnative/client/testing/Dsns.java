package io.pgnative.client.testing;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes connection addresses. */
final class Dsns {

    private Dsns() {}

    static String uri(String host, int port, String database, String user, @Nullable String password) {
        return "postgres://" + encode(user) + (password == null ? "" : ":" + encode(password)) + "@" + bracketed(host)
                + ":" + port + "/" + encode(database);
    }

    static String jdbcUrl(String host, int port, String database) {
        return "jdbc:postgresql://" + bracketed(host) + ":" + port + "/" + encode(database);
    }

    static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
