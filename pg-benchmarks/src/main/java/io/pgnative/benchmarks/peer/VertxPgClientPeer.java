package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.ServerAddress;
import io.pgnative.benchmarks.Workload;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
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
                        .setPipeliningLimit(256))
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
        String sql = workload.sql();
        switch (workload) {
            case SELECT_ONE ->
                callers.start(who, key -> client.preparedQuery(sql).execute(), VertxPgClientPeer::readInts);
            case ROW_BY_KEY ->
                callers.start(
                        who, key -> client.preparedQuery(sql).execute(Tuple.of(key)), VertxPgClientPeer::readItem);
            case THOUSAND_INTS ->
                callers.start(
                        who,
                        key -> client.preparedQuery(sql).execute(Tuple.of((int) key)),
                        VertxPgClientPeer::readInts);
            case EXECUTE_MANY ->
                callers.start(who, key -> client.preparedQuery(sql).executeBatch(lines), VertxPgClientPeer::readCount);
        }
    }

    private static long readInts(RowSet<Row> rows) {
        Checksum sum = new Checksum();
        for (Row row : rows) {
            sum.add(row.getInteger(0));
        }
        return sum.value();
    }

    private static long readItem(RowSet<Row> rows) {
        Checksum sum = new Checksum();
        for (Row row : rows) {
            sum.add(row.getLong(0));
            sum.add(row.getInteger(1));
            sum.add(row.getString(2));
            sum.add(row.getBoolean(3));
            sum.add(row.getDouble(4));
            sum.add(row.getOffsetDateTime(5));
        }
        return sum.value();
    }

    private static long readCount(RowSet<Row> rows) {
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
