package io.pgnative.client;

import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What TLS is made of, ready-made: keys and trust that belong together, and what may be spoken. Two of these are the
 * same if their factories are the same objects; connections share what was made of the same one.
 *
 * @param keyManagers initialised; the client certificate and its key. Null when these come from elsewhere
 * @param trustManagers initialised; vouches for servers. Null when that is done by root certificates from elsewhere
 * @param protocols the versions of TLS that may be spoken, as far as those between the oldest and the newest one of the
 *     client are among them, by their names in Java, such as {@code TLSv1.3}; null when these alone count
 * @param cipherSuites the cipher suites that may be spoken, the best one first, by their names in Java; null is what
 *     the Java runtime enables
 */
public record TlsMaterial(
        @Nullable KeyManagerFactory keyManagers,
        @Nullable TrustManagerFactory trustManagers,
        @Nullable List<String> protocols,
        @Nullable List<String> cipherSuites) {

    /**
     * Keeps copies of the lists.
     *
     * @param keyManagers as in the record
     * @param trustManagers as in the record
     * @param protocols as in the record
     * @param cipherSuites as in the record
     */
    public TlsMaterial {
        protocols = protocols == null ? null : List.copyOf(protocols);
        cipherSuites = cipherSuites == null ? null : List.copyOf(cipherSuites);
    }
}
