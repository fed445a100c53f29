package io.pgnative.client.copy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes to a stream that blocks, on worker threads. */
final class OutputStreamWriter extends ChunkWriter {

    private final Vertx vertx;
    private final OutputStream stream;
    private final boolean isOwned;

    /**
     * Makes one.
     *
     * @param isOwned whether the stream is to be closed; else it is flushed
     */
    OutputStreamWriter(Vertx vertx, OutputStream stream, boolean isOwned) {
        this.vertx = vertx;
        this.stream = stream;
        this.isOwned = isOwned;
    }

    @Override
    Future<Void> write(ByteBuffer piece) {
        return vertx.executeBlocking(
                () -> {
                    stream.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
                    return null;
                },
                false);
    }

    @Override
    Future<Void> finish(boolean isComplete) {
        if (!isOwned && !isComplete) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(
                () -> {
                    if (isOwned) {
                        stream.close();
                    } else {
                        stream.flush();
                    }
                    return null;
                },
                false);
    }
}
