package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.client.Column;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.TypeRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A row of seven columns in the binary format of COPY, written and read. In the package of the writer and the reader,
 * which are nobody's business outside of it.
 */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BinaryCopyBenchmark {

    private static final int ROWS = Dataset.LINES_TO_COPY;
    /** The type and the length of a message. */
    private static final int HEAD = 5;

    private static final int BATCH = 256 * 1024;

    private final RowShape shape = shape(20, 23, 23, 25, 701, 16, 1184);
    private final List<Object[]> lines = Dataset.linesToCopy();
    private final ByteBuf written = PooledByteBufAllocator.DEFAULT.directBuffer(4 * BinaryCopyWriter.MESSAGE);
    private final ByteBuf copy = copy();

    private static RowShape shape(int... types) {
        Codec[] codecs = Arrays.stream(types).mapToObj(TypeRegistry::byOid).toArray(Codec[]::new);
        List<Column> columns = new ArrayList<>();
        for (Codec codec : codecs) {
            columns.add(new Column("c" + columns.size(), codec.oid(), codec.typeName(), -1, 0, 0));
        }
        return new RowShape(columns, codecs);
    }

    private ByteBuf copy() {
        ByteBuf all = PooledByteBufAllocator.DEFAULT.directBuffer(ROWS * 100);
        BinaryCopyWriter writer = new BinaryCopyWriter(shape, RowArguments.BY_POSITION);
        for (Object[] line : lines) {
            ByteBuf message = written.clear();
            writer.row(message, line);
            writer.flush(message);
            all.writeBytes(message, HEAD, message.readableBytes() - HEAD);
        }
        return all;
    }

    /** Frees the buffers. */
    @TearDown
    public void release() {
        written.release();
        copy.release();
    }

    /**
     * Writes a row.
     *
     * @return how many were written
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long write() {
        BinaryCopyWriter writer = new BinaryCopyWriter(shape, RowArguments.BY_POSITION);
        ByteBuf out = written.clear();
        for (int i = 0; i < ROWS; i++) {
            if (writer.row(out, lines.get(i))) {
                out.clear();
            }
        }
        return writer.rows();
    }

    /**
     * Gathers a row that comes alone, as servers send them.
     *
     * @return how many were gathered
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long read() {
        BinaryCopyReader reader = new BinaryCopyReader(shape, new RowBuffer(), Integer.MAX_VALUE, BATCH);
        reader.take(copy, 0, BinaryCopyFormat.HEADER);
        int position = BinaryCopyFormat.HEADER;
        for (Object[] line : lines) {
            int length = 2 + 7 * 4 + 8 + 4 + 4 + ((String) line[3]).length() + 8 + 1 + 8;
            reader.take(copy, position, length);
            position += length;
            if (reader.isFull()) {
                reader.takeRows();
            }
        }
        return reader.tuples();
    }
}
