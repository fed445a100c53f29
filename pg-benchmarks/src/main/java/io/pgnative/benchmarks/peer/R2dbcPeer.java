package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.ServerAddress;
import io.pgnative.benchmarks.Workload;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
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
                .host(server.host())
                .port(server.port())
                .database(server.database())
                .username(server.user())
                .loopResources(loops)
                .forceBinary(true);
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
        BiFunction<Connection, Long, Mono<Long>> call = call(workload);
        for (Caller caller : callers) {
            if (caller.next()) {
                Mono.defer(() -> Mono.usingWhen(
                                pool.create(), connection -> call.apply(connection, caller.key()), Connection::close))
                        .doOnNext(caller::completed)
                        .repeat(caller::next)
                        .subscribe(sum -> {}, caller::failed);
            }
        }
    }

    private BiFunction<Connection, Long, Mono<Long>> call(Workload workload) {
        String sql = workload.sql();
        return switch (workload) {
            case SELECT_ONE -> (connection, key) -> read(connection.createStatement(sql), R2dbcPeer::readInt);
            case ROW_BY_KEY ->
                (connection, key) -> read(connection.createStatement(sql).bind(0, key), R2dbcPeer::readItem);
            case THOUSAND_INTS ->
                (connection, key) -> read(connection.createStatement(sql).bind(0, key.intValue()), R2dbcPeer::readInt);
            case EXECUTE_MANY -> (connection, key) -> insert(connection, sql);
        };
    }

    private static Mono<Long> read(Statement statement, BiConsumer<Checksum, Readable> reader) {
        Checksum sum = new Checksum();
        return Flux.from(statement.execute())
                .concatMap(result -> result.map(row -> {
                    reader.accept(sum, row);
                    return row;
                }))
                .then(Mono.fromSupplier(sum::value));
    }

    private static void readInt(Checksum sum, Readable row) {
        sum.add(value(row, 0, Integer.class));
    }

    private static void readItem(Checksum sum, Readable row) {
        sum.add(value(row, 0, Long.class));
        sum.add(value(row, 1, Integer.class));
        sum.add(value(row, 2, String.class));
        sum.add(value(row, 3, Boolean.class));
        sum.add(value(row, 4, Double.class));
        sum.add(value(row, 5, OffsetDateTime.class));
    }

    private static <T> T value(Readable row, int column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type));
    }

    // Each row of a parameterized batch is a statement of its own here: without a transaction each would be committed.
    private Mono<Long> insert(Connection connection, String sql) {
        Mono<Long> count = Mono.defer(() -> {
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
                    .reduce(0L, Long::sum);
        });
        return Mono.usingWhen(
                        Mono.from(connection.beginTransaction()).thenReturn(connection),
                        begun -> count,
                        Connection::commitTransaction,
                        (begun, error) -> begun.rollbackTransaction(),
                        Connection::rollbackTransaction)
                .map(rows -> {
                    Checksum sum = new Checksum();
                    sum.add(rows);
                    return sum.value();
                });
    }

    @Override
    public void close() {
        pool.disposeLater().block(CLOSE_TIMEOUT);
        loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).block(CLOSE_TIMEOUT);
    }
}
