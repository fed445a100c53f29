package io.pgnative.spring.boot.actuate.endpoint;

import io.pgnative.client.ConnectionStatistics;
import io.pgnative.client.StatementStatistics;
import io.pgnative.spring.boot.actuate.sql.SqlSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A statement that is prepared on some connections.
 *
 * @param name at the server, as in {@code pg_prepared_statements}; a hash of the text
 * @param summary what it does and to which tables, such as {@code SELECT orders}
 * @param sql the beginning of its text, or asterisks if texts are not shown
 * @param connections on how many it is prepared
 * @param hits how often it was found prepared
 * @param runs how many runs were timed; those within transactions are not
 * @param meanMillis the server's time for one of them
 */
public record PgStatementDescriptor(
        String name, String summary, String sql, int connections, long hits, long runs, double meanMillis) {

    /** What is prepared on several connections, what took most time first. */
    static List<PgStatementDescriptor> of(List<ConnectionStatistics> connections, StatementTexts texts) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        for (ConnectionStatistics connection : connections) {
            for (StatementStatistics statement : connection.statements()) {
                sums.computeIfAbsent(statement.name(), name -> new Sum(statement.sql()))
                        .add(statement);
            }
        }
        List<PgStatementDescriptor> descriptors = new ArrayList<>();
        sums.forEach((name, sum) -> descriptors.add(sum.descriptor(name, texts)));
        descriptors.sort(Comparator.comparingDouble((PgStatementDescriptor each) -> each.runs() * each.meanMillis())
                .reversed());
        return descriptors;
    }

    /** Adds up over connections. */
    private static final class Sum {

        private final String sql;
        private int connections;
        private long hits;
        private long runs;
        private Duration time = Duration.ZERO;

        Sum(String sql) {
            this.sql = sql;
        }

        void add(StatementStatistics statement) {
            connections++;
            hits += statement.hits();
            runs += statement.runs();
            time = time.plus(statement.meanTime().multipliedBy(statement.runs()));
        }

        PgStatementDescriptor descriptor(String name, StatementTexts texts) {
            double millis = runs == 0 ? 0 : (double) time.toNanos() / runs / TimeUnit.MILLISECONDS.toNanos(1);
            return new PgStatementDescriptor(name, SqlSummary.of(sql), texts.of(sql), connections, hits, runs, millis);
        }
    }
}
