package io.pgnative.sample;

/** The state of an order, as it is stored. */
enum OrderStatus {
    /** Taken, and its stock set aside. */
    PLACED,
    /** On its way; too late to cancel. */
    SHIPPED,
    /** Cancelled, and its stock given back. */
    CANCELLED
}
