package io.pgnative.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the clients reach the server. */
public enum Link {
    /** TCP, in the clear. */
    TCP("TCP without TLS"),
    /** TCP with TLS; the certificate is not verified, which would count once for each connection. */
    TLS("TCP with TLS"),
    /** A Unix-domain socket. */
    UNIX("Unix-domain socket");

    private final String title;

    Link(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    static Link of(String name) {
        return Arrays.stream(values())
                .filter(link -> link.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--link takes "
                        + Arrays.stream(values()).map(Link::id).collect(Collectors.joining(", ")) + ", not \"" + name
                        + "\""));
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
