package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.Query;
import io.pgnative.benchmarks.ServerAddress;
import io.pgnative.benchmarks.Workload;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** r2dbc-postgresql with r2dbc-pool, called by a Reactor chain per caller. */
final class R2dbcPeer implements Peer {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final LoopResources loops;
    private final ConnectionPool pool;
    private final List<Object[]> lines = Dataset.lines();

    R2dbcPeer(PeerOptions options) {
        int workers = options.eventLoops() > 0 ? options.eventLoops() : LoopResources.DEFAULT_IO_WORKER_COUNT;
        this.loops = LoopResources.create("r2dbc", workers, true);
        ServerAddress server = options.server();
        PostgresqlConnectionConfiguration.Builder configuration = PostgresqlConnectionConfiguration.builder()
                .database(server.database())
                .username(server.user())
                .loopResources(loops)
                .forceBinary(true)
                .preparedStatementCacheQueries(256);
        if (server.isSocket()) {
            configuration.socket(server.host() + "/.s.PGSQL." + server.port());
        } else {
            configuration.host(server.host()).port(server.port());
            configuration.sslMode(server.tls() ? SSLMode.REQUIRE : SSLMode.DISABLE);
        }
        if (!server.password().isEmpty()) {
            configuration.password(server.password());
        }
        this.pool = new ConnectionPool(
                ConnectionPoolConfiguration.builder(new PostgresqlConnectionFactory(configuration.build()))
                        .initialSize(options.connections())
                        .maxSize(options.connections())
                        .build());
    }

    @Override
    public void start(Workload workload, List<Caller> callers) {
        BiFunction<Connection, Caller, Mono<Long>> call = call(workload);
        ReactorCallers.start(
                callers,
                caller ->
                        Mono.usingWhen(pool.create(), connection -> call.apply(connection, caller), Connection::close));
    }

    private BiFunction<Connection, Caller, Mono<Long>> call(Workload workload) {
        if (workload.isTransaction()) {
            return (connection, caller) -> inTransaction(
                    connection, update(connection, caller).then(Mono.defer(() -> fetch(connection, caller))));
        }
        if (workload.isBatch()) {
            return (connection, caller) -> inTransaction(connection, insert(connection, caller.sql()));
        }
        return R2dbcPeer::fetch;
    }

    private static Mono<Long> fetch(Connection connection, Caller caller) {
        Statement statement = connection.createStatement(caller.sql());
        switch (caller.query().argument()) {
            case NONE -> {}
            case INT8 -> statement.bind(0, caller.key());
            case INT4 -> statement.bind(0, (int) caller.key());
            case ROWS -> throw new IllegalArgumentException("many rows of arguments");
        }
        R2dbcReader reader = R2dbcReader.of(caller.query().shape());
        Checksum sum = new Checksum();
        return Flux.from(statement.execute())
                .concatMap(result -> result.map(row -> {
                    reader.read(row, sum);
                    return Boolean.TRUE;
                }))
                .then(Mono.fromSupplier(sum::value));
    }

    private static Mono<Long> update(Connection connection, Caller caller) {
        Statement statement =
                connection.createStatement(Query.UPDATE_STOCK.sql()).bind(0, caller.key());
        return Flux.from(statement.execute()).concatMap(Result::getRowsUpdated).reduce(0L, Long::sum);
    }

    private static Mono<Long> inTransaction(Connection connection, Mono<Long> work) {
        return Mono.usingWhen(
                Mono.from(connection.beginTransaction()).thenReturn(connection),
                begun -> work,
                Connection::commitTransaction,
                (begun, error) -> begun.rollbackTransaction(),
                Connection::rollbackTransaction);
    }

    // Each row of a parameterized batch is a statement of its own here: without a transaction each would be committed.
    private Mono<Long> insert(Connection connection, String sql) {
        return Mono.defer(() -> {
            Statement statement = connection.createStatement(sql);
            for (int i = 0; i < lines.size(); i++) {
                if (i > 0) {
                    statement.add();
                }
                Object[] line = lines.get(i);
                for (int column = 0; column < line.length; column++) {
                    statement.bind(column, line[column]);
                }
            }
            return Flux.from(statement.execute())
                    .concatMap(Result::getRowsUpdated)
                    .reduce(0L, Long::sum)
                    .map(rows -> {
                        Checksum sum = new Checksum();
                        sum.add(rows);
                        return sum.value();
                    });
        });
    }

    @Override
    public void close() {
        pool.disposeLater().block(CLOSE_TIMEOUT);
        loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).block(CLOSE_TIMEOUT);
    }
}
