package io.pgnative.client.copy;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.session.CopySink;
import io.pgnative.client.session.CopyValve;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gathers the messages of a COPY, mostly one for each row, to larger pieces; nothing that has arrived is held back. */
final class ByteSink implements CopySink {

    static final int PIECE = 64 * 1024;

    private final Outflow<ByteBuffer, ByteBuffer> outflow;
    private byte[] piece = new byte[PIECE];
    private int used;
    private boolean scheduled;
    private @Nullable CopyValve valve;

    ByteSink(Outflow<ByteBuffer, ByteBuffer> outflow) {
        this.outflow = outflow;
    }

    @Override
    public void begin(CopyValve newValve) {
        valve = newValve;
        outflow.begin(newValve);
    }

    @Override
    public void data(ByteBuf buf, int start, int length) {
        if (length > PIECE - used) {
            flush();
        }
        if (length >= PIECE) {
            byte[] large = new byte[length];
            buf.getBytes(start, large);
            outflow.add(ByteBuffer.wrap(large), length);
            return;
        }
        buf.getBytes(start, piece, used, length);
        used += length;
        CopyValve current = valve;
        if (!scheduled && current != null) {
            scheduled = true;
            current.loop().execute(this::turnEnds);
        }
    }

    private void turnEnds() {
        scheduled = false;
        flush();
    }

    @Override
    public void end() {
        flush();
    }

    private void flush() {
        if (used == 0) {
            return;
        }
        if (used < PIECE / 2) {
            outflow.add(ByteBuffer.wrap(Arrays.copyOf(piece, used)), used);
        } else {
            outflow.add(ByteBuffer.wrap(piece, 0, used), used);
            piece = new byte[PIECE];
        }
        used = 0;
    }
}
