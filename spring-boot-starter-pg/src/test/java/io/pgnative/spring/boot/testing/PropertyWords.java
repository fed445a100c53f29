package io.pgnative.spring.boot.testing;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a property is called where no property is set: in tests of the client, by methods of its builder, by what they
 * set in its pool, and by words of libpq or of the server.
 */
final class PropertyWords {

    /** Where the words do not follow from the property. */
    private static final Map<String, List<String>> OTHERS = Map.ofEntries(
            Map.entry("authentication.gss-delegation", List.of("requestCredDeleg")),
            Map.entry("authentication.krbsrvname", List.of("PgOptions.Gss(")),
            Map.entry("authentication.require", List.of("requireAuth(")),
            Map.entry("idle-in-transaction-timeout", List.of("idle_in_transaction_session_timeout")),
            Map.entry("listener.ping-interval", List.of("listenPingInterval(")),
            Map.entry("logging.include-parameters", List.of("logParameters(")),
            Map.entry("ssl.cert", List.of("certFile()")),
            Map.entry("ssl.crl", List.of(".crl(")),
            Map.entry("ssl.key", List.of("keyFile()")),
            Map.entry("target-session-attributes", List.of("target_session_attrs")),
            Map.entry("tcp.keepalives", List.of("SO_KEEPALIVE")),
            Map.entry("tcp.keepalives-count", List.of("TCP_KEEPCOUNT")),
            Map.entry("tcp.keepalives-idle", List.of("TCP_KEEPIDLE")),
            Map.entry("tcp.keepalives-interval", List.of("TCP_KEEPINTERVAL")));

    private PropertyWords() {}

    /**
     * Words of a property, as {@code poolMaxSize}, {@code maxSize} and {@code max_size} are of {@code pool.max-size}.
     * Those that might mean anything, as {@code size} does, are left out.
     *
     * @param key of the property, behind {@code spring.pgnative.}
     */
    static Set<String> of(String key) {
        Set<String> words = new LinkedHashSet<>(OTHERS.getOrDefault(key, List.of()));
        String last = key.substring(key.lastIndexOf('.') + 1);
        for (String name : List.of(key, last)) {
            String[] parts = name.split("[.-]", -1);
            if (parts.length > 1) {
                words.add(String.join("_", parts));
                words.add(camelCase(parts));
            }
        }
        return words;
    }

    private static String camelCase(String... parts) {
        StringBuilder name = new StringBuilder(parts[0]);
        Arrays.stream(parts).skip(1).forEach(part -> name.append(
                        part.substring(0, 1).toUpperCase(Locale.ROOT))
                .append(part.substring(1)));
        return name.toString();
    }
}
