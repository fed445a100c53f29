package io.pgnative.client.face;

/** A face of a transaction. */
interface TransactionHolder {

    /** What is behind it. */
    Transaction transaction();
}
