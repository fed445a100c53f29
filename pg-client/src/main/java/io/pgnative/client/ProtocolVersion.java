package io.pgnative.client;

/** Versions of PostgreSQL's protocol, oldest first (libpq, {@code min_protocol_version}). */
public enum ProtocolVersion {
    /** Of every server since 7.4. */
    V3_0("3.0", 0),
    /** Of servers from 18 on: keys of cancel requests may be longer than four bytes. */
    V3_2("3.2", 2);

    private final String text;
    private final int minor;

    ProtocolVersion(String text, int minor) {
        this.text = text;
        this.minor = minor;
    }

    /**
     * What stands behind the point; before it is always a 3.
     *
     * @return for instance 2
     */
    public int minor() {
        return minor;
    }

    /**
     * The word of libpq.
     *
     * @return for instance {@code 3.2}
     */
    @Override
    public String toString() {
        return text;
    }
}
