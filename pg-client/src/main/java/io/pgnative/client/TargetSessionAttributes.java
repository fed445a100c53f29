package io.pgnative.client;

/** What a server has to be like for a session to be kept (libpq, {@code target_session_attrs}). */
public enum TargetSessionAttributes {
    /** Every server will do. */
    ANY("any"),
    /** New sessions may write: the server is not in recovery, and transactions are not read-only by default. */
    READ_WRITE("read-write"),
    /** New sessions may not write: a standby, or transactions are read-only by default. */
    READ_ONLY("read-only"),
    /** The server is not in recovery. */
    PRIMARY("primary"),
    /** The server is in recovery (hot standby). */
    STANDBY("standby"),
    /** A primary if there is one among the hosts, else any server. */
    PREFER_PRIMARY("prefer-primary"),
    /** A standby if there is one among the hosts, else any server. */
    PREFER_STANDBY("prefer-standby");

    private final String text;

    TargetSessionAttributes(String text) {
        this.text = text;
    }

    /**
     * The word of libpq.
     *
     * @return for instance {@code read-write}
     */
    @Override
    public String toString() {
        return text;
    }
}
