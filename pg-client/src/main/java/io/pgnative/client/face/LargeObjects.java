package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.Row;
import io.pgnative.client.copy.ChunkedWrite;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.ResultCollector;
import io.pgnative.client.session.RowSource;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The large objects of a database, by the server's functions; behind all faces. A descriptor is opened and closed
 * within one statement, in common table expressions, since these are evaluated as they depend on each other.
 *
 * @param verbs run in a transaction
 */
record LargeObjects(Verbs verbs) {

    private static final long LARGEST_OID = 0xFFFF_FFFFL;

    private static final String CREATE = "select pg_catalog.lo_create(0)";
    private static final String DELETE = "select pg_catalog.lo_unlink($1)";
    private static final String PUT = "select pg_catalog.lo_put($1, $2, $3)";

    /** Opened to be read (INV_READ), and sought to its end (SEEK_END). */
    private static final String SIZED =
            "with opened as materialized (select pg_catalog.lo_open($1, 262144) as fd), sized as materialized"
                    + " (select fd, pg_catalog.lo_lseek64(fd, 0, 2) as size from opened)";

    private static final String SIZE = SIZED + " select size from sized where pg_catalog.lo_close(fd) = 0";

    /** Opened to be written (INV_WRITE). */
    private static final String TRUNCATE =
            "with opened as materialized (select pg_catalog.lo_open($1, 131072) as fd), cut as materialized"
                    + " (select fd, pg_catalog.lo_truncate64(fd, $2) as done from opened)"
                    + " select done from cut where pg_catalog.lo_close(fd) = 0";

    /** A row for each chunk, which the server makes when it is fetched: a function in FROM would make all before. */
    private static final String READ = SIZED
            + ", bounds as materialized (select least($3::pg_catalog.int8, size) as stop from sized"
            + " where pg_catalog.lo_close(fd) = 0)"
            + " select pg_catalog.lo_get($1, start, least(" + ChunkedWrite.CHUNK
            + ", stop - start)::pg_catalog.int4) from (select stop, pg_catalog.generate_series($2::pg_catalog.int8,"
            + " stop - 1, " + ChunkedWrite.CHUNK + ") as start from bounds) as chunks";

    Request<Long> create(@Nullable ContextInternal context) {
        return verbs.query(context, CREATE, new Object[0], ResultCollector.one(Long.class));
    }

    Request<Long> size(@Nullable ContextInternal context, long oid) {
        checkOid(oid);
        return verbs.query(context, SIZE, new Object[] {oid}, ResultCollector.one(Long.class));
    }

    Request<Row> truncate(@Nullable ContextInternal context, long oid, long length) {
        checkTruncate(oid, length);
        return verbs.query(context, TRUNCATE, new Object[] {oid, length}, ResultCollector.one());
    }

    Request<Row> delete(@Nullable ContextInternal context, long oid) {
        checkOid(oid);
        return verbs.query(context, DELETE, new Object[] {oid}, ResultCollector.one());
    }

    /** Writes some bytes, which must not change until the request has ended; none to see whether one may. */
    Request<CommandResult> put(long oid, long position, ByteBuffer bytes) {
        return verbs.query(null, PUT, new Object[] {oid, position, bytes}, ResultCollector.command());
    }

    /** Writes what a publisher gives. */
    ChunkedWrite write(
            Promise<Long> promise,
            @Nullable Context context,
            long oid,
            long position,
            Flow.Publisher<? extends ByteBuffer> bytes) {
        return ChunkedWrite.start(promise, context, bytes, position, (at, chunk) -> put(oid, at, chunk));
    }

    /** Makes a statement that gives the chunks as they are asked for, one at a time. */
    Supplier<RowSource> read(long oid, long position, long length) {
        checkOid(oid);
        checkPosition(position);
        checkLength(length);
        long stop = position > Long.MAX_VALUE - length ? Long.MAX_VALUE : position + length;
        return () -> Requests.stream(
                verbs.executor(), READ, List.of(), new Object[] {oid, position, stop}, 1, verbs.timeoutNanos());
    }

    static void checkWrite(long oid, long position) {
        checkOid(oid);
        checkPosition(position);
    }

    static void checkTruncate(long oid, long length) {
        checkOid(oid);
        checkLength(length);
    }

    static void checkOid(long oid) {
        if (oid < 0 || oid > LARGEST_OID) {
            throw new PgMisuseException("oid is a number from 0 to " + LARGEST_OID + ", not " + oid);
        }
    }

    private static void checkPosition(long position) {
        if (position < 0) {
            throw new PgMisuseException("position is a number of bytes from 0 on, not " + position);
        }
    }

    private static void checkLength(long length) {
        if (length < 0) {
            throw new PgMisuseException("length is a number of bytes from 0 on, not " + length);
        }
    }
}
