package io.pgnative.spring.boot.actuate.endpoint;

import io.pgnative.client.RunningStatement;
import io.pgnative.spring.boot.actuate.sql.SqlSummary;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is waiting for.
 *
 * @param operation such as {@code query} or {@code copy_in}
 * @param name at the server, as in {@code pg_prepared_statements}; null if it is not prepared there
 * @param summary what it does and to which tables, such as {@code SELECT orders}
 * @param sql the beginning of its text, or asterisks if texts are not shown
 * @param elapsedMillis since it was sent
 */
public record PgRunningDescriptor(
        String operation, @Nullable String name, String summary, String sql, long elapsedMillis) {

    static PgRunningDescriptor of(RunningStatement running, StatementTexts texts) {
        return new PgRunningDescriptor(
                running.operation().name().toLowerCase(Locale.ROOT),
                running.name(),
                SqlSummary.of(running.sql()),
                texts.of(running.sql()),
                running.elapsed().toMillis());
    }
}
