package io.pgnative.client;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a client did not listen, so that notifications may have been missed.
 *
 * @param lostAt when the end of the connection was noticed; a peer that vanishes without a word is noticed by a ping,
 *     so that the gap may have begun up to {@link PgOptions.Listening#pingInterval()} earlier
 * @param length from then until the server listened again
 * @param attempts how often a connection was tried to be opened; 1 when the first attempt succeeded
 * @param cause why the connection ended; null if the client itself had closed it, as {@link PgClient#suspend} does
 */
public record ListenGap(
        Instant lostAt,
        Duration length,
        long attempts,
        @Nullable PgException cause) {}
