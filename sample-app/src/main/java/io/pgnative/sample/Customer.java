package io.pgnative.sample;

/**
 * A customer.
 *
 * @param id key
 * @param name full name
 * @param city where they live
 */
record Customer(long id, String name, String city) {}
