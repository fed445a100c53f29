package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.Query;
import io.pgnative.benchmarks.Shape;
import io.pgnative.benchmarks.Workload;
import io.pgnative.client.ReactivePgClient;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Our client, called by a Reactor chain per caller through its reactive face. */
final class PgNativeReactivePeer implements Peer {

    private final PgNativePool pool;
    private final ReactivePgClient pg;
    private final PgNativeCopy copy = new PgNativeCopy();
    private final List<Object[]> lines = Dataset.lines();

    PgNativeReactivePeer(PeerOptions options) {
        this.pool = PgNativePool.open(options);
        this.pg = pool.pg().reactive();
    }

    @Override
    public void start(Workload workload, List<Caller> callers) {
        ReactorCallers.start(callers, call(workload));
    }

    private Function<Caller, Mono<Long>> call(Workload workload) {
        if (workload.isTransaction()) {
            return this::inTransaction;
        }
        if (workload.isBatch()) {
            return caller -> pg.executeMany(caller.sql(), lines).map(PgNativeReader::count);
        }
        if (workload.isCopy()) {
            return copy.reactive(pg, workload);
        }
        return workload.isSingle() ? this::fetchOne : this::fetch;
    }

    private Mono<Long> fetchOne(Caller caller) {
        Shape shape = caller.query().shape();
        return pg.fetchOne(caller.sql(), PgNativePool.arguments(caller.query(), caller))
                .map(row -> PgNativeReader.read(shape, row));
    }

    private Mono<Long> fetch(Caller caller) {
        Shape shape = caller.query().shape();
        Object[] arguments = PgNativePool.arguments(caller.query(), caller);
        Checksum sum = new Checksum();
        return read(shape, caller.sql(), arguments, sum).then(Mono.fromSupplier(sum::value));
    }

    private Flux<?> read(Shape shape, String sql, Object[] arguments, Checksum sum) {
        Class<?> column = PgNativeReader.column(shape);
        if (column != null) {
            return pg.fetch(column, sql, arguments).doOnNext(value -> PgNativeReader.readColumn(value, sum));
        }
        PgNativeReader reader = PgNativeReader.of(shape);
        return pg.fetch(sql, arguments).doOnNext(row -> reader.read(row, sum));
    }

    private Mono<Long> inTransaction(Caller caller) {
        Shape shape = caller.query().shape();
        return pg.inTransaction(transaction -> transaction
                .execute(Query.UPDATE_STOCK.sql(), caller.key())
                .then(transaction.fetchOne(caller.sql(), caller.key()))
                .map(row -> PgNativeReader.read(shape, row)));
    }

    @Override
    public void close() {
        pool.close();
    }
}
