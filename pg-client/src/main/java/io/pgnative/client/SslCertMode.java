package io.pgnative.client;

/** Whether a client certificate is sent (libpq, {@code sslcertmode}). */
public enum SslCertMode {
    /** Never, even if there is one. */
    DISABLE("disable"),
    /** When the server asks for one and there is one. */
    ALLOW("allow"),
    /** The server has to ask for one; the connection fails if it does not. */
    REQUIRE("require");

    private final String text;

    SslCertMode(String text) {
        this.text = text;
    }

    /**
     * The word of libpq.
     *
     * @return for instance {@code allow}
     */
    @Override
    public String toString() {
        return text;
    }
}
