package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.Query;
import io.pgnative.benchmarks.Shape;
import io.pgnative.benchmarks.Workload;
import io.pgnative.client.BlockingPgClient;
import java.util.List;

/** Our client, called on a thread per caller through its blocking face. */
final class PgNativeBlockingPeer implements Peer {

    private final PgNativePool pool;
    private final BlockingPgClient pg;
    private final ThreadCallers threads;
    private final PgNativeCopy copy = new PgNativeCopy();
    private final List<Object[]> lines = Dataset.lines();

    PgNativeBlockingPeer(PeerOptions options, ThreadCallers threads) {
        this.pool = PgNativePool.open(options);
        this.pg = pool.pg().blocking();
        this.threads = threads;
    }

    @Override
    public void start(Workload workload, List<Caller> callers) {
        threads.start(callers, call(workload));
    }

    private ThreadCallers.Call call(Workload workload) {
        if (workload.isTransaction()) {
            return this::inTransaction;
        }
        if (workload.isBatch()) {
            return caller -> PgNativeReader.count(pg.executeMany(caller.sql(), lines));
        }
        if (workload.isCopy()) {
            return copy.blocking(pg, workload);
        }
        return workload.isSingle() ? this::fetchOne : this::fetch;
    }

    private long fetchOne(Caller caller) {
        Query query = caller.query();
        return PgNativeReader.read(query.shape(), pg.fetchOne(caller.sql(), PgNativePool.arguments(query, caller)));
    }

    private long fetch(Caller caller) {
        Query query = caller.query();
        Object[] arguments = PgNativePool.arguments(query, caller);
        Class<?> column = PgNativeReader.column(query.shape());
        return column == null
                ? PgNativeReader.read(query.shape(), pg.fetch(caller.sql(), arguments))
                : PgNativeReader.readColumn(pg.fetch(column, caller.sql(), arguments));
    }

    private long inTransaction(Caller caller) {
        Shape shape = caller.query().shape();
        return pg.inTransaction(transaction -> {
            transaction.execute(Query.UPDATE_STOCK.sql(), caller.key());
            return PgNativeReader.read(shape, transaction.fetchOne(caller.sql(), caller.key()));
        });
    }

    @Override
    public void close() {
        pool.close();
    }
}
