package io.pgnative.client;

/** How a server may ask a client to authenticate (libpq, {@code require_auth}). */
public enum AuthenticationMethod {
    /** The password in the clear. */
    PASSWORD("password"),
    /** An MD5 hash of the password. */
    MD5("md5"),
    /** Kerberos through GSSAPI. */
    GSS("gss"),
    /** Kerberos or NTLM through SSPI, which this client does not speak. */
    SSPI("sspi"),
    /** SCRAM-SHA-256, with or without channel binding. */
    SCRAM_SHA_256("scram-sha-256"),
    /** A bearer token (OAUTHBEARER). */
    OAUTH("oauth"),
    /** The server asks for nothing: {@code trust}, or a TLS client certificate. */
    NONE("none");

    private final String text;

    AuthenticationMethod(String text) {
        this.text = text;
    }

    /**
     * The word of libpq.
     *
     * @return for instance {@code scram-sha-256}
     */
    @Override
    public String toString() {
        return text;
    }
}
