package io.pgnative.benchmarks.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.TypeRegistry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading of columns by the getters that do not box; with {@code -prof gc} each must show no allocation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PrimitiveBenchmark {

    private final Codec bool = TypeRegistry.byOid(Sample.BOOL.oid());
    private final Codec int4 = TypeRegistry.byOid(Sample.INT4.oid());
    private final Codec int8 = TypeRegistry.byOid(Sample.INT8.oid());
    private final Codec float8 = TypeRegistry.byOid(Sample.FLOAT8.oid());
    private final byte[] boolBytes = encode(bool, Sample.BOOL);
    private final byte[] int4Bytes = encode(int4, Sample.INT4);
    private final byte[] int8Bytes = encode(int8, Sample.INT8);
    private final byte[] float8Bytes = encode(float8, Sample.FLOAT8);

    private static byte[] encode(Codec codec, Sample sample) {
        ByteBuf out = Unpooled.buffer();
        codec.encode(sample.value(), out);
        return ByteBufUtil.getBytes(out);
    }

    /**
     * A bool column.
     *
     * @return the value
     */
    @Benchmark
    public boolean getBoolean() {
        return bool.getBoolean(boolBytes, 0, boolBytes.length);
    }

    /**
     * An int4 column.
     *
     * @return the value
     */
    @Benchmark
    public int getInt() {
        return int4.getInt(int4Bytes, 0, int4Bytes.length);
    }

    /**
     * An int8 column.
     *
     * @return the value
     */
    @Benchmark
    public long getLong() {
        return int8.getLong(int8Bytes, 0, int8Bytes.length);
    }

    /**
     * A float8 column.
     *
     * @return the value
     */
    @Benchmark
    public double getDouble() {
        return float8.getDouble(float8Bytes, 0, float8Bytes.length);
    }
}
