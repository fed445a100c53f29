package io.pgnative.client;

import java.time.Duration;

/**
 * What a connection is waiting for.
 *
 * @param operation what it is
 * @param sql its text, in full
 * @param elapsed since it was sent
 */
public record RunningStatement(QueryEvent.Operation operation, String sql, Duration elapsed) {}
