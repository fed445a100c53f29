package io.pgnative.client;

/** Versions of TLS, oldest first (libpq, {@code ssl_min_protocol_version}). */
public enum TlsVersion {
    /** RFC 2246. */
    TLSV1("TLSv1"),
    /** RFC 4346. */
    TLSV1_1("TLSv1.1"),
    /** RFC 5246. */
    TLSV1_2("TLSv1.2"),
    /** RFC 8446. */
    TLSV1_3("TLSv1.3");

    private final String text;

    TlsVersion(String text) {
        this.text = text;
    }

    /**
     * The word of libpq, and of Java.
     *
     * @return for instance {@code TLSv1.3}
     */
    @Override
    public String toString() {
        return text;
    }
}
