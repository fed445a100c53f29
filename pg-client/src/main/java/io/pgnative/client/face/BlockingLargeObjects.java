package io.pgnative.client.face;

import io.pgnative.client.BlockingPgLargeObjects;
import io.pgnative.client.copy.ChunkedWrite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Large objects, for the blocking face. What is written is read on the caller's thread, since there is one.
 *
 * @param objects what they are
 */
record BlockingLargeObjects(LargeObjects objects) implements BlockingPgLargeObjects {

    @Override
    public long create() {
        Waiting.check();
        return Waiting.await(objects.create(null));
    }

    @Override
    public long write(long oid, long position, InputStream stream) {
        LargeObjects.checkWrite(oid, position);
        Objects.requireNonNull(stream, "stream must not be null");
        Waiting.check();
        byte[] chunk = new byte[ChunkedWrite.CHUNK];
        long at = position;
        // The first one, of no bytes, asks whether the object is there before anything is read.
        int length = 0;
        do {
            Waiting.await(objects.put(oid, at, ByteBuffer.wrap(chunk, 0, length)));
            at += length;
            length = read(stream, chunk);
        } while (length > 0);
        return at - position;
    }

    private static int read(InputStream stream, byte[] chunk) {
        try {
            return stream.readNBytes(chunk, 0, chunk.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream read(long oid) {
        return read(oid, 0, Long.MAX_VALUE);
    }

    @Override
    public InputStream read(long oid, long position, long length) {
        return new PulledBytes(BlockingRows.stream(
                objects.read(oid, position, length), RowPublisher.reading(ByteBuffer.class, false)));
    }

    @Override
    public long size(long oid) {
        Waiting.check();
        return Waiting.await(objects.size(null, oid));
    }

    @Override
    public void truncate(long oid, long length) {
        Waiting.check();
        Waiting.await(objects.truncate(null, oid, length));
    }

    @Override
    public void delete(long oid) {
        Waiting.check();
        Waiting.await(objects.delete(null, oid));
    }
}
