package io.pgnative.client.copy;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import io.pgnative.client.session.CopySource;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A source of bytes, which are sent as they are in messages of a middling size. */
abstract class ByteSource implements CopySource {

    /** In place of data: there are no more. */
    static final ByteBuffer END = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** The most bytes of a message. */
    static final int MESSAGE = 64 * 1024;

    private static final int HEAD = 5;

    private final boolean countsLines;
    private @Nullable ByteBuffer current;
    private long lines;

    /**
     * Makes one.
     *
     * @param countsLines whether anybody wants to know
     */
    ByteSource(boolean countsLines) {
        this.countsLines = countsLines;
    }

    /** Data, when those given before are used up; null to wait, or {@link #END}. */
    abstract @Nullable ByteBuffer next() throws Exception;

    @Override
    @SuppressWarnings("ReferenceEquality") // END is one object
    public final State read(ByteBuf out) throws Exception {
        out.ensureWritable(HEAD + MESSAGE);
        int before = out.writerIndex();
        int lengthAt = Wire.beginMessage(out, MessageType.COPY_DATA);
        int first = out.writerIndex();
        State state = State.MORE;
        for (int room = MESSAGE; room > 0; room = first + MESSAGE - out.writerIndex()) {
            ByteBuffer data = current;
            if (data == null || !data.hasRemaining()) {
                data = next();
                current = data;
                if (data == null || data == END) {
                    state = data == null ? State.WAITING : State.ENDED;
                    break;
                }
            }
            write(out, data, Math.min(room, data.remaining()));
        }
        if (out.writerIndex() == first) {
            out.writerIndex(before);
        } else {
            Wire.endMessage(out, lengthAt);
        }
        return state;
    }

    private void write(ByteBuf out, ByteBuffer data, int length) {
        int start = out.writerIndex();
        int end = data.limit();
        data.limit(data.position() + length);
        out.writeBytes(data);
        data.limit(end);
        if (countsLines) {
            countLines(out, start, start + length);
        }
    }

    private void countLines(ByteBuf out, int start, int end) {
        for (int at = start; at < end; at++) {
            at = out.forEachByte(at, end - at, ByteProcessor.FIND_LF);
            if (at < 0) {
                return;
            }
            lines++;
        }
    }

    @Override
    public final long rows() {
        return lines;
    }
}
