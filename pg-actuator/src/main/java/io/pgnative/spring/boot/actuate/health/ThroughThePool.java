package io.pgnative.spring.boot.actuate.health;

import io.pgnative.client.PgClient;
import io.pgnative.client.Row;
import io.pgnative.client.ServerVersion;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;

/** What the server is and how it is, asked on a connection of the pool. */
final class ThroughThePool extends Question<ThroughThePool.Answer> {

    private static final String SQL =
            "select current_database(), current_setting('server_version'), pg_is_in_recovery()";

    private final Duration timeout;
    private volatile boolean connected;

    /**
     * Makes one.
     *
     * @param timeout limit of the statement, so that it cannot hold its connection
     */
    ThroughThePool(Duration timeout) {
        this.timeout = timeout;
    }

    /** Whether it got a connection: a silence after that is the server's, one before it may be the pool's. */
    boolean isConnected() {
        return connected;
    }

    @Override
    Future<Answer> putTo(PgClient client) {
        return client.withConnection(connection -> {
            connected = true;
            long start = System.nanoTime();
            return connection
                    .sql(SQL)
                    .timeout(timeout)
                    .fetchOne()
                    .map(row -> Answer.of(row, System.nanoTime() - start));
        });
    }

    /**
     * What the server says.
     *
     * @param database its name
     * @param version the number without what the packager adds
     * @param isStandby whether it only follows another server
     * @param latency of the answer, with its unit
     */
    record Answer(String database, String version, boolean isStandby, String latency) {

        private static Answer of(Row row, long nanos) {
            return new Answer(
                    String.valueOf(row.getString(0)),
                    ServerVersion.parse(String.valueOf(row.getString(1))).toString(),
                    row.getBoolean(2),
                    String.format(Locale.ROOT, "%.1fms", nanos / 1e6));
        }
    }
}
