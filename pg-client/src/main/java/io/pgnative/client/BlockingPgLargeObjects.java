package io.pgnative.client;

import java.io.InputStream;

/**
 * The large objects of a database, made by {@link BlockingPgTransaction#largeObjects()}; see {@link PgLargeObjects}.
 */
public interface BlockingPgLargeObjects {

    /**
     * Creates an empty one, which is the current role's.
     *
     * @return the oid the server has chosen
     */
    long create();

    /**
     * Writes what a stream has over what is there, and beyond its end. Bytes behind what is written stay: to replace
     * all, {@link #truncate} to 0 before. Bytes between the end and a position behind it are 0.
     *
     * <p>When the stream fails, the call throws that, an {@link java.io.IOException} in an
     * {@link java.io.UncheckedIOException}; what was written before stays written, and the transaction is usable. An
     * interrupt cancels the chunk that is under way, which fails the transaction if the server has not finished it.
     *
     * @param oid which one
     * @param position where the first byte goes, counted from 0
     * @param stream read to its end on the calling thread, from when the server has found the object; not closed
     * @return the number of bytes written
     * @throws PgMisuseException if oid or position are out of range
     */
    long write(long oid, long position, InputStream stream);

    /**
     * Reads all of one; see {@link #read(long, long, long)}.
     *
     * @param oid which one
     * @return its bytes, to be closed
     * @throws PgMisuseException if oid is out of range
     */
    InputStream read(long oid);

    /**
     * Reads a part of one, as it was when the first byte was asked for, whatever is written meanwhile. The server is
     * asked for a chunk while the one before is being read, and two are held at most.
     *
     * @param oid which one
     * @param position the first byte, counted from 0; nothing is read from the end on
     * @param length the most bytes
     * @return the bytes that there are of those, read as they are taken; to be closed, which ends the reading. It
     *     throws what the server says, not before the first byte is asked for
     * @throws PgMisuseException if oid, position or length are out of range
     */
    InputStream read(long oid, long position, long length);

    /**
     * Tells the size of one.
     *
     * @param oid which one
     * @return its size in bytes
     * @throws PgMisuseException if oid is out of range
     */
    long size(long oid);

    /**
     * Cuts one off, or makes it longer with bytes that are 0.
     *
     * @param oid which one
     * @param length the size it has afterwards, in bytes
     * @throws PgMisuseException if oid or length are out of range
     */
    void truncate(long oid, long length);

    /**
     * Deletes one. References to it, which are mere numbers to the server, stay.
     *
     * @param oid which one
     * @throws PgMisuseException if oid is out of range
     */
    void delete(long oid);
}
