package io.pgnative.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is waiting for.
 *
 * @param operation what it is
 * @param name of the statement at the server, as in {@link StatementStatistics#name}; null if none of this text is
 *     prepared there: scripts, COPY, and what is just being prepared
 * @param sql its text, in full
 * @param elapsed since it was sent
 */
public record RunningStatement(
        QueryEvent.Operation operation, @Nullable String name, String sql, Duration elapsed) {}
