package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.Query;
import io.pgnative.benchmarks.ServerAddress;
import io.pgnative.benchmarks.Workload;
import io.vertx.core.Future;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** vertx-pg-client, called on event loops. */
final class VertxPgClientPeer implements Peer {

    private final VertxCallers callers;
    private final SqlClient client;
    private final List<Tuple> lines = Dataset.lines().stream().map(Tuple::from).toList();

    private VertxPgClientPeer(PeerOptions options, ClientBuilder<? extends SqlClient> builder) {
        this.callers = new VertxCallers(options);
        ServerAddress server = options.server();
        this.client = builder.using(callers.vertx())
                .connectingTo(new PgConnectOptions()
                        .setHost(server.host())
                        .setPort(server.port())
                        .setDatabase(server.database())
                        .setUser(server.user())
                        .setPassword(server.password())
                        .setCachePreparedStatements(true)
                        .setPreparedStatementCacheMaxSize(256)
                        .setPipeliningLimit(256)
                        .setSslMode(server.tls() ? SslMode.REQUIRE : SslMode.DISABLE)
                        .setSslOptions(new ClientSSLOptions().setTrustAll(true)))
                .with(new PoolOptions().setMaxSize(options.connections()))
                .build();
    }

    static VertxPgClientPeer pooled(PeerOptions options) {
        return new VertxPgClientPeer(options, PgBuilder.pool());
    }

    static VertxPgClientPeer pipelined(PeerOptions options) {
        return new VertxPgClientPeer(options, PgBuilder.client());
    }

    @Override
    public void start(Workload workload, List<Caller> who) {
        if (workload.isTransaction()) {
            Pool pool = (Pool) client;
            callers.start(who, caller -> inTransaction(pool, caller), VertxPgClientPeer::readRows);
        } else if (workload.isBatch()) {
            callers.start(
                    who,
                    caller -> client.preparedQuery(caller.sql()).executeBatch(lines),
                    (caller, rows) -> count(rows));
        } else {
            callers.start(who, this::fetch, VertxPgClientPeer::readRows);
        }
    }

    private Future<RowSet<Row>> fetch(Caller caller) {
        var query = client.preparedQuery(caller.sql());
        return switch (caller.query().argument()) {
            case NONE -> query.execute();
            case INT8 -> query.execute(Tuple.of(caller.key()));
            case INT4 -> query.execute(Tuple.of((int) caller.key()));
            case ROWS -> throw new IllegalArgumentException("many rows of arguments");
        };
    }

    private static Future<RowSet<Row>> inTransaction(Pool pool, Caller caller) {
        Tuple arguments = Tuple.of(caller.key());
        return pool.withTransaction(connection -> connection
                .preparedQuery(Query.UPDATE_STOCK.sql())
                .execute(arguments)
                .compose(updated -> connection.preparedQuery(caller.sql()).execute(arguments)));
    }

    private static long readRows(Caller caller, RowSet<Row> rows) {
        VertxReader reader = VertxReader.of(caller.query().shape());
        Checksum sum = new Checksum();
        for (Row row : rows) {
            reader.read(row, sum);
        }
        return sum.value();
    }

    private static long count(RowSet<Row> rows) {
        long count = 0;
        for (RowSet<Row> each = rows; each != null; each = each.next()) {
            count += each.rowCount();
        }
        Checksum sum = new Checksum();
        sum.add(count);
        return sum.value();
    }

    @Override
    public void close() {
        VertxCallers.await(client.close());
        callers.close();
    }
}
