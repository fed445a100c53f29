package io.pgnative.client;

import java.time.Duration;

/**
 * A statement that is prepared on one connection.
 *
 * @param name at the server, as in {@code pg_prepared_statements}; a hash of the text
 * @param sql its text, in full
 * @param hits how often it was found prepared
 * @param runs how often the server's time was taken; runs within transactions are left out
 * @param meanTime of those runs, without the network; zero if there are none
 * @param age since it was prepared
 */
public record StatementStatistics(String name, String sql, long hits, long runs, Duration meanTime, Duration age) {}
