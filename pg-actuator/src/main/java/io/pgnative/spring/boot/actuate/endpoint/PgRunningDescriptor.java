package io.pgnative.spring.boot.actuate.endpoint;

import io.pgnative.client.RunningStatement;
import java.util.Locale;

/**
 * What a connection is waiting for.
 *
 * @param operation such as {@code query} or {@code copy_in}
 * @param sql the beginning of its text, or asterisks if texts are not shown
 * @param elapsedMillis since it was sent
 */
public record PgRunningDescriptor(String operation, String sql, long elapsedMillis) {

    static PgRunningDescriptor of(RunningStatement running, StatementTexts texts) {
        return new PgRunningDescriptor(
                running.operation().name().toLowerCase(Locale.ROOT),
                texts.of(running.sql()),
                running.elapsed().toMillis());
    }
}
