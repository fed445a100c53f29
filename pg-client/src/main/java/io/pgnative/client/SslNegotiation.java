package io.pgnative.client;

/** How TLS begins (libpq, {@code sslnegotiation}). */
public enum SslNegotiation {
    /** An SSLRequest first, which the server answers. */
    POSTGRES("postgres"),
    /**
     * The TLS handshake at once, with ALPN; PostgreSQL 17 or newer, and {@code sslmode} {@code require} or stronger.
     */
    DIRECT("direct");

    private final String text;

    SslNegotiation(String text) {
        this.text = text;
    }

    /**
     * The word of libpq.
     *
     * @return for instance {@code direct}
     */
    @Override
    public String toString() {
        return text;
    }
}
