package io.pgnative.client;

/** The transaction status that the server reports with each ReadyForQuery. */
public enum TransactionStatus {
    /** Not in a transaction block. */
    IDLE,
    /** In a transaction block. */
    ACTIVE,
    /** In a transaction block that has failed; all statements are refused until it is rolled back. */
    FAILED
}
