package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.ServerAddress;
import io.pgnative.benchmarks.Workload;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;

/** Our client, called on event loops through its public API. */
final class PgNativePeer implements Peer {

    private final VertxCallers callers;
    private final PgClient pg;
    private final List<Object[]> lines = Dataset.lines();

    PgNativePeer(PeerOptions options) {
        this.callers = new VertxCallers(options);
        ServerAddress server = options.server();
        PgClientBuilder builder = PgClient.builder(callers.vertx())
                .host(server.host())
                .port(server.port())
                .database(server.database())
                .user(server.user())
                .poolMaxSize(options.connections());
        if (!server.password().isEmpty()) {
            builder.password(server.password());
        }
        this.pg = builder.build();
    }

    @Override
    public void start(Workload workload, List<Caller> who) {
        String sql = workload.sql();
        switch (workload) {
            case SELECT_ONE -> callers.start(who, key -> pg.fetchOne(sql), PgNativePeer::readInt);
            case ROW_BY_KEY -> callers.start(who, key -> pg.fetchOne(sql, key), PgNativePeer::readItem);
            case THOUSAND_INTS -> callers.start(who, key -> pg.fetch(sql, (int) key), PgNativePeer::readInts);
            case EXECUTE_MANY -> callers.start(who, key -> pg.executeMany(sql, lines), PgNativePeer::readCount);
        }
    }

    private static long readInt(Row row) {
        Checksum sum = new Checksum();
        sum.add(row.getInt(0));
        return sum.value();
    }

    private static long readItem(Row row) {
        Checksum sum = new Checksum();
        sum.add(row.getLong(0));
        sum.add(row.getInt(1));
        sum.add(Objects.requireNonNull(row.getString(2)));
        sum.add(row.getBoolean(3));
        sum.add(row.getDouble(4));
        sum.add(Objects.requireNonNull(row.get(5, OffsetDateTime.class)));
        return sum.value();
    }

    private static long readInts(Rows rows) {
        Checksum sum = new Checksum();
        for (int i = 0; i < rows.size(); i++) {
            sum.add(rows.get(i).getInt(0));
        }
        return sum.value();
    }

    private static long readCount(CommandResult result) {
        Checksum sum = new Checksum();
        sum.add(result.rowCount());
        return sum.value();
    }

    @Override
    public void close() {
        VertxCallers.await(pg.close());
        callers.close();
    }
}
