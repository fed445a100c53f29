package io.pgnative.client.face;

import io.pgnative.client.PgLargeObjects;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Large objects, for the face of futures.
 *
 * @param objects what they are
 */
record FutureLargeObjects(LargeObjects objects) implements PgLargeObjects {

    @Override
    public Future<Long> create() {
        return objects.create(Contexts.ofCaller()).future();
    }

    @Override
    public Future<Long> write(long oid, long position, Flow.Publisher<? extends ByteBuffer> bytes) {
        LargeObjects.checkWrite(oid, position);
        Objects.requireNonNull(bytes, "bytes must not be null");
        ContextInternal context = Contexts.ofCaller();
        return objects.write(Contexts.promise(context), context, oid, position, bytes)
                .future();
    }

    @Override
    public Flow.Publisher<ByteBuffer> read(long oid) {
        return read(oid, 0, Long.MAX_VALUE);
    }

    @Override
    public Flow.Publisher<ByteBuffer> read(long oid, long position, long length) {
        return RowPublisher.of(ByteBuffer.class, objects.read(oid, position, length), false);
    }

    @Override
    public Future<Long> size(long oid) {
        return objects.size(Contexts.ofCaller(), oid).future();
    }

    @Override
    public Future<Void> truncate(long oid, long length) {
        return objects.truncate(Contexts.ofCaller(), oid, length).future().mapEmpty();
    }

    @Override
    public Future<Void> delete(long oid) {
        return objects.delete(Contexts.ofCaller(), oid).future().mapEmpty();
    }
}
