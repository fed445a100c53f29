package io.pgnative.client;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * The large objects of a database: up to 4 TiB each, which are written and read in parts, made by
 * {@link PgTransaction#largeObjects()}. What is done to them is part of the transaction. After its end all verbs fail
 * with a {@link PgMisuseException}.
 *
 * <p>Data travel in chunks of 256 KiB, in the binary format, each by a statement of its own: other statements of the
 * transaction may run in between, and the client's query timeout limits each chunk, not the time in which the other
 * side has or takes nothing. An oid that no large object has fails with the server's error 42704
 * ({@link PgServerException}); as any error of the server it fails the transaction, or the savepoint around it. Numbers
 * that are negative, and oids of more than 32 bits, are refused at once.
 */
public interface PgLargeObjects {

    /**
     * Creates an empty one, which is the current role's.
     *
     * @return the oid the server has chosen
     */
    Future<Long> create();

    /**
     * Writes what a publisher gives over what is there, and beyond its end. Bytes behind what is written stay: to
     * replace all, {@link #truncate} to 0 before. Bytes between the end and a position behind it are 0.
     *
     * <p>When the publisher fails, or gives more than it is asked for, the call fails with that; what was written
     * before stays written, and the transaction is usable.
     *
     * @param oid which one
     * @param position where the first byte goes, counted from 0
     * @param bytes subscribed to once the server has found the object, on the caller's context if he has one; asked for
     *     two buffers ahead. Buffers are read from their position to their limit, which both stay as they are
     * @return the number of bytes written, when all are
     * @throws PgMisuseException if oid or position are out of range
     */
    Future<Long> write(long oid, long position, Flow.Publisher<? extends ByteBuffer> bytes);

    /**
     * Reads all of one; see {@link #read(long, long, long)}.
     *
     * @param oid which one
     * @return its bytes
     * @throws PgMisuseException if oid is out of range
     */
    Flow.Publisher<ByteBuffer> read(long oid);

    /**
     * Reads a part of one, as it was when the subscriber first asked for data, whatever is written meanwhile. Each
     * subscription reads it anew. The server is asked for a chunk when one is wanted, and two are held at most.
     *
     * @param oid which one
     * @param position the first byte, counted from 0; nothing is read from the end on
     * @param length the most bytes
     * @return the bytes that there are of those, in buffers of 256 KiB and a last one, whose arrays are the
     *     subscriber's
     * @throws PgMisuseException if oid, position or length are out of range
     */
    Flow.Publisher<ByteBuffer> read(long oid, long position, long length);

    /**
     * Tells the size of one.
     *
     * @param oid which one
     * @return its size in bytes
     * @throws PgMisuseException if oid is out of range
     */
    Future<Long> size(long oid);

    /**
     * Cuts one off, or makes it longer with bytes that are 0.
     *
     * @param oid which one
     * @param length the size it has afterwards, in bytes
     * @return done when it has that size
     * @throws PgMisuseException if oid or length are out of range
     */
    Future<Void> truncate(long oid, long length);

    /**
     * Deletes one. References to it, which are mere numbers to the server, stay.
     *
     * @param oid which one
     * @return done when it is deleted
     * @throws PgMisuseException if oid is out of range
     */
    Future<Void> delete(long oid);
}
