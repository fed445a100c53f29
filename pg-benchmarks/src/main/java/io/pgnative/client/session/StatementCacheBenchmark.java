package io.pgnative.client.session;

import io.pgnative.client.PgOptions;
import io.pgnative.client.StatementMode;
import io.pgnative.client.type.TypeMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
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

/**
 * Finding a prepared statement by its text, with the clock read that each look-up comes with. In the package of the
 * cache, which is nobody's business outside of it.
 */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StatementCacheBenchmark {

    /** How many statements the connection uses, one after the other. */
    @Param({"1", "256"})
    public int statements;

    /** No parameters, and no columns. */
    private static final StatementDescription NOTHING =
            new StatementDescription(new byte[] {0, 0}, null, TypeMap.BUILTIN);

    private final StatementCache cache =
            new StatementCache(new PgOptions.StatementCache(256, Duration.ofHours(1), 15 * 1024, StatementMode.NAMED));
    private String[] literals = {};
    private byte[][] texts = {};
    private int next;

    /** Fills the cache. */
    @Setup
    public void prepare() {
        literals = IntStream.range(0, statements)
                .mapToObj(i -> "select id, quantity, title, active from shop.item_" + i + " where id = $1")
                .toArray(String[]::new);
        texts = new byte[statements][];
        for (int i = 0; i < statements; i++) {
            texts[i] = literals[i].getBytes(StandardCharsets.ISO_8859_1);
            cache.add(new Statement(literals[i], StatementCache.nameOf(literals[i]), NOTHING, System.nanoTime()));
        }
    }

    /**
     * The very string that was prepared, as from a constant.
     *
     * @return the statement
     */
    @Benchmark
    public @Nullable Object sameString() {
        return cache.find(literals[turn()], System.nanoTime());
    }

    /**
     * A string made for the call, whose hash is not known yet.
     *
     * @return the statement
     */
    @Benchmark
    public @Nullable Object newString() {
        return cache.find(new String(texts[turn()], StandardCharsets.ISO_8859_1), System.nanoTime());
    }

    private int turn() {
        next = next + 1 == statements ? 0 : next + 1;
        return next;
    }
}
