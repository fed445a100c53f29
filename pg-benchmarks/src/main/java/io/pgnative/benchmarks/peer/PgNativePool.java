package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Query;
import io.pgnative.benchmarks.ServerAddress;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.SslMode;
import java.time.Duration;

/** Our client, open, and the event loops that it lives on. */
record PgNativePool(VertxCallers callers, PgClient pg) {

    private static final Object[] NOTHING = {};
    private static final int MOST_WAITING = 1_000_000;

    static PgNativePool open(PeerOptions options) {
        VertxCallers callers = new VertxCallers(options);
        ServerAddress server = options.server();
        PgClientBuilder builder = PgClient.builder(callers.vertx())
                .host(server.host())
                .port(server.port())
                .database(server.database())
                .user(server.user())
                .poolMaxSize(options.connections())
                // All callers may wait at once, however many there are; a caller has one call.
                .poolMaxWaiting(MOST_WAITING)
                // As long as the peers wait by default. With 1,000 callers a slow workload's queue is long.
                .poolAcquireTimeout(Duration.ofSeconds(30));
        builder.tls(tls -> tls.mode(server.tls() ? SslMode.REQUIRE : SslMode.DISABLE));
        if (options.pipelining() > 0) {
            builder.poolPipeliningLimit(options.pipelining());
        }
        if (!server.password().isEmpty()) {
            builder.password(server.password());
        }
        return new PgNativePool(callers, builder.build());
    }

    static Object[] arguments(Query query, Caller caller) {
        return switch (query.argument()) {
            case NONE -> NOTHING;
            case INT8 -> new Object[] {caller.key()};
            case INT4 -> new Object[] {(int) caller.key()};
            case ROWS -> throw new IllegalArgumentException("many rows of arguments");
        };
    }

    void close() {
        VertxCallers.await(pg.close());
        callers.close();
    }
}
