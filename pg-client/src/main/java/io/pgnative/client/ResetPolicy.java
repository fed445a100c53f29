package io.pgnative.client;

/**
 * What is undone of a session before its connection is used by somebody else. Prepared statements stay in any case, as
 * they are worth keeping; transactions that are open are always rolled back.
 *
 * <p>A connection is reset after somebody had it alone, and after a single statement or script whose text or command
 * tag shows that it changes the session, such as {@code SET}, {@code LISTEN} or {@code CREATE TEMP TABLE}. What a
 * function does to the session does not show in the statement that calls it.
 */
public enum ResetPolicy {

    /** Nothing: for poolers that reset sessions themselves, and for programs that never change them. */
    NONE,

    /** Advisory locks, cursors, channels listened on, and parameters that were {@code SET}. The default. */
    FAST,

    /**
     * Also {@code SET ROLE} and {@code SET SESSION AUTHORIZATION}, temporary tables, the values of sequences and plans.
     */
    FULL
}
