package io.pgnative.benchmarks.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.wire.FrameLimits;
import io.pgnative.client.wire.FrameReader;
import io.pgnative.client.wire.MessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Cutting what arrives into messages, and gathering the rows among them, as a session does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameReaderBenchmark {

    private static final int ROWS = 64;
    private static final int READ = 16 * 1024;
    private static final int READS = 4;

    private final ByteBuf rows = rows();
    private final List<ByteBuf> parts = parts();
    private final RowBuffer gathered = new RowBuffer();
    private final FrameReader reader =
            new FrameReader(FrameLimits.session(FrameLimits.DEFAULT_MAX_MESSAGE), new Gathering());

    /** Takes rows of one column. */
    private final class Gathering implements FrameReader.FrameHandler {

        @Override
        public void frame(byte type, ByteBuf buf, int start, int length) {
            gathered.add(1, buf, start, length);
        }

        @Override
        public int rows(ByteBuf buf, int start, int length) {
            return gathered.addAll(1, buf, start, length);
        }
    }

    private static ByteBuf rows() {
        ByteBuf out = Unpooled.directBuffer();
        for (int i = 0; i < ROWS; i++) {
            out.writeByte(MessageType.DATA_ROW).writeInt(4 + 2 + 4 + 4);
            out.writeShort(1).writeInt(4).writeInt(i);
        }
        return out;
    }

    /** A row of one value, as reads of equal size that it does not fill by a few bytes. */
    private static List<ByteBuf> parts() {
        int length = READS * READ - 10;
        ByteBuf message = Unpooled.directBuffer();
        message.writeByte(MessageType.DATA_ROW).writeInt(length - 1).writeShort(1);
        message.writeInt(length - 11).writeZero(length - 11);
        List<ByteBuf> reads = new ArrayList<>();
        for (int at = 0; at < length; at += READ) {
            reads.add(message.copy(at, Math.min(READ, length - at)));
        }
        message.release();
        return reads;
    }

    /** Frees the buffers. */
    @TearDown
    public void release() {
        reader.close();
        rows.release();
        parts.forEach(ByteBuf::release);
    }

    /**
     * A read of 64 rows of one int4.
     *
     * @return how many rows there were
     */
    @Benchmark
    public int smallRows() {
        reader.feed(rows.retain().readerIndex(0));
        return drop();
    }

    private int drop() {
        int size = gathered.size();
        gathered.clear();
        return size;
    }

    /**
     * A row of 64 kB that comes in four reads.
     *
     * @return how many rows there were
     */
    @Benchmark
    public int messageOverSeveralReads() {
        for (int i = 0; i < parts.size(); i++) {
            reader.feed(parts.get(i).retain().readerIndex(0));
        }
        return drop();
    }
}
