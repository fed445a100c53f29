package io.pgnative.client.copy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes to a stream of Vert.x, which is ended when all is written. */
final class WriteStreamWriter extends ChunkWriter {

    private final WriteStream<Buffer> stream;

    WriteStreamWriter(WriteStream<Buffer> stream) {
        this.stream = stream;
    }

    @Override
    Future<Void> write(ByteBuffer piece) {
        int start = piece.arrayOffset() + piece.position();
        byte[] bytes = start == 0 && piece.remaining() == piece.array().length
                ? piece.array()
                : Arrays.copyOfRange(piece.array(), start, start + piece.remaining());
        return stream.write(Buffer.buffer(bytes));
    }

    @Override
    Future<Void> finish(boolean isComplete) {
        return isComplete ? stream.end() : Future.succeededFuture();
    }
}
