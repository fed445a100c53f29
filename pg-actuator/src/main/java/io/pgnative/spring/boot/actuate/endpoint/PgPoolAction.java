package io.pgnative.spring.boot.actuate.endpoint;

/** What the endpoint can do to a client. */
public enum PgPoolAction {
    /** Have all connections replaced: idle ones now, others when they are given back. */
    EXPIRE,
    /** Change the most connections, and the idle ones that are kept. */
    RESIZE,
    /** Have all connections give up their prepared statements. */
    CLEAR_STATEMENT_CACHE
}
