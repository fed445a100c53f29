package io.pgnative.benchmarks.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.TypeRegistry;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encoding and decoding of one value by the codec of its type, as parameters and as columns of a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

    /** The type and its value. */
    @Param
    public Sample sample = Sample.INT4;

    private Codec codec = TypeRegistry.byOid(sample.oid());
    private Object value = sample.value();
    private byte[] bytes = {};
    private final ByteBuf out = Unpooled.buffer(1 << 12);

    /** Encodes the value once, so that there are bytes to decode. */
    @Setup
    public void encodeOnce() {
        codec = TypeRegistry.byOid(sample.oid());
        value = sample.value();
        out.clear();
        codec.encode(value, out);
        bytes = ByteBufUtil.getBytes(out);
    }

    /**
     * A parameter.
     *
     * @return the buffer it is in
     */
    @Benchmark
    public ByteBuf encode() {
        out.clear();
        codec.encode(value, out);
        return out;
    }

    /**
     * A column as its default class.
     *
     * @return the value
     */
    @Benchmark
    public @Nullable Object decode() {
        return codec.decode(bytes, 0, bytes.length);
    }

    /**
     * A column as text.
     *
     * @return the text
     */
    @Benchmark
    public String getString() {
        return codec.getString(bytes, 0, bytes.length);
    }
}
