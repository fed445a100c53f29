package io.pgnative.client;

/** Whether TLS is spoken and what is verified (libpq, {@code sslmode}). Unix sockets never use TLS. */
public enum SslMode {
    /** No TLS. */
    DISABLE("disable"),
    /** Without TLS first; with it if the server refuses that. */
    ALLOW("allow"),
    /** With TLS if the server speaks it, else without. The server is not verified. */
    PREFER("prefer"),
    /** With TLS only. The server is verified if root certificates are given, as with {@link #VERIFY_CA}. */
    REQUIRE("require"),
    /** With TLS only, and a certificate that a root certificate vouches for. */
    VERIFY_CA("verify-ca"),
    /** As {@link #VERIFY_CA}, and the certificate is that of the host that was asked for. */
    VERIFY_FULL("verify-full");

    private final String text;

    SslMode(String text) {
        this.text = text;
    }

    /**
     * The word of libpq.
     *
     * @return for instance {@code verify-full}
     */
    @Override
    public String toString() {
        return text;
    }
}
