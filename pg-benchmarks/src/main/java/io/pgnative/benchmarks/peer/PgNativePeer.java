package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.Query;
import io.pgnative.benchmarks.Workload;
import io.pgnative.client.PgClient;
import io.pgnative.client.Row;
import io.vertx.core.Future;
import java.util.List;

/** Our client, called on event loops through its public API. */
final class PgNativePeer implements Peer {

    private final PgNativePool pool;
    private final PgClient pg;
    private final PgNativeCopy copy = new PgNativeCopy();
    private final List<Object[]> lines = Dataset.lines();

    PgNativePeer(PeerOptions options) {
        this.pool = PgNativePool.open(options);
        this.pg = pool.pg();
    }

    PgClient pg() {
        return pg;
    }

    @Override
    public void start(Workload workload, List<Caller> who) {
        Class<?> column = PgNativeReader.column(workload.shape());
        if (workload.isTransaction()) {
            pool.callers().start(who, this::inTransaction, PgNativePeer::readRow);
        } else if (workload.isBatch()) {
            pool.callers()
                    .start(
                            who,
                            caller -> pg.executeMany(caller.sql(), lines),
                            (caller, result) -> PgNativeReader.count(result));
        } else if (workload.isCopy()) {
            pool.callers().start(who, copy.future(pg, workload), (caller, sum) -> sum);
        } else if (workload.isSingle()) {
            pool.callers().start(who, this::fetchOne, PgNativePeer::readRow);
        } else if (column != null) {
            pool.callers()
                    .start(who, caller -> fetch(column, caller), (caller, values) -> PgNativeReader.readColumn(values));
        } else {
            pool.callers()
                    .start(
                            who,
                            caller -> pg.fetch(caller.sql(), PgNativePool.arguments(caller.query(), caller)),
                            (caller, rows) -> PgNativeReader.read(caller.query().shape(), rows));
        }
    }

    private Future<Row> fetchOne(Caller caller) {
        return pg.fetchOne(caller.sql(), PgNativePool.arguments(caller.query(), caller));
    }

    private <T> Future<List<T>> fetch(Class<T> column, Caller caller) {
        return pg.fetch(column, caller.sql(), PgNativePool.arguments(caller.query(), caller));
    }

    private Future<Row> inTransaction(Caller caller) {
        return pg.inTransaction(transaction -> transaction
                .execute(Query.UPDATE_STOCK.sql(), caller.key())
                .compose(updated -> transaction.fetchOne(caller.sql(), caller.key())));
    }

    private static long readRow(Caller caller, Row row) {
        return PgNativeReader.read(caller.query().shape(), row);
    }

    @Override
    public void close() {
        pool.close();
    }
}
