package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.type.TypeMap;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.RowDescription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatementDescriptionsTest {

    private static final int BOOL = 16;
    private static final int INT4 = 23;
    private static final int TEXT = 25;

    /** Of a type that no registry knows, exchanged as text. */
    private static final int OTHER = 99_999;

    private final StatementDescriptions descriptions =
            new StatementDescriptions(Duration.ofSeconds(300), ClientTypes.of(null, Map.of()));

    private static StatementDescription describe(List<Integer> parameters, int @Nullable ... columns) {
        ByteBuf parameterBody = Unpooled.buffer();
        new ParameterDescription(parameters).writeBody(parameterBody);
        if (columns == null) {
            return new StatementDescription(ByteBufUtil.getBytes(parameterBody), null, TypeMap.BUILTIN);
        }
        ByteBuf columnBody = Unpooled.buffer();
        new RowDescription(IntStream.of(columns)
                        .mapToObj(oid -> FieldDescription.of("c", oid, 4, 1))
                        .toList())
                .writeBody(columnBody);
        return new StatementDescription(
                ByteBufUtil.getBytes(parameterBody), ByteBufUtil.getBytes(columnBody), TypeMap.BUILTIN);
    }

    private static StatementDescriptions.Key key(String sql) {
        return new StatementDescriptions.Key(sql, "public");
    }

    @Test
    void findsWhatWasLearntForItsTextAndSearchPath() {
        StatementDescription description = describe(List.of(INT4), TEXT);
        assertThat(descriptions.find(key("a"), 0)).isNull();
        descriptions.learn(key("a"), description, 0);
        assertThat(descriptions.find(key("a"), 1)).isSameAs(description);
        assertThat(descriptions.find(key("b"), 1)).isNull();
        assertThat(descriptions.find(new StatementDescriptions.Key("a", "other"), 1))
                .isNull();
        descriptions.forget(key("a"), 2);
        assertThat(descriptions.find(key("a"), 2)).isNull();
        descriptions.learn(key("a"), description, 3);
        assertThat(descriptions.find(key("a"), 3)).isSameAs(description);
    }

    @Test
    void endsADescriptionAndADistrustAfterTheirLife() {
        long life = Duration.ofSeconds(300).toNanos();
        StatementDescription description = describe(List.of());
        descriptions.learn(key("a"), description, 0);
        assertThat(descriptions.find(key("a"), life - 1)).isSameAs(description);
        assertThat(descriptions.find(key("a"), life)).isNull();
        descriptions.distrust(key("a"), life);
        descriptions.learn(key("a"), description, 2 * life - 1);
        assertThat(descriptions.find(key("a"), 2 * life - 1)).isNull();
        descriptions.forget(key("a"), 2 * life - 1);
        descriptions.learn(key("a"), description, 2 * life - 1);
        assertThat(descriptions.find(key("a"), 2 * life - 1)).isNull();
        descriptions.learn(key("a"), description, 2 * life);
        assertThat(descriptions.find(key("a"), 2 * life)).isSameAs(description);
    }

    @Test
    void tellsWhichStatementsHaveChangedSinceTheyWerePrepared() {
        StatementDescription before = describe(List.of(), INT4);
        StatementDescription after = describe(List.of(), TEXT);
        Statement old = new Statement("a", "n", before, 0);
        Statement other = new Statement("b", "m", before, 0);
        descriptions.learn(key("a"), before, 1);
        assertThat(descriptions.changes()).isZero();
        assertThat(descriptions.isOutdated(key("a"), old)).isFalse();
        descriptions.forget(key("a"), 2);
        assertThat(descriptions.changes()).isEqualTo(1);
        assertThat(descriptions.isOutdated(key("a"), old)).isTrue();
        assertThat(descriptions.isOutdated(key("b"), other)).isFalse();
        assertThat(descriptions.isOutdated(key("a"), new Statement("a", "n", after, 3)))
                .isFalse();
        descriptions.learn(key("a"), after, 4);
        assertThat(descriptions.isOutdated(key("a"), old)).isTrue();
        assertThat(descriptions.isOutdated(key("a"), new Statement("a", "n", after, 3)))
                .isFalse();
        descriptions.distrust(key("a"), 5);
        assertThat(descriptions.isOutdated(key("a"), old)).isFalse();
        descriptions.forget(key("a"), 6);
        assertThat(descriptions.changes()).isEqualTo(1);
    }

    @Test
    void keepsThoseUsedLastWithinItsBounds() {
        StatementDescriptions forEver = new StatementDescriptions(Duration.ZERO, ClientTypes.of(null, Map.of()));
        StatementDescription description = describe(List.of());
        long now = System.nanoTime();
        for (int i = 0; i < 3 * StatementDescriptions.MOST; i++) {
            forEver.learn(key("a" + i), description, now + i);
            assertThat(forEver.find(key("a0"), now + i)).isSameAs(description);
            assertThat(forEver.size()).isBetween(1, StatementDescriptions.MOST);
        }
        assertThat(forEver.find(key("a" + (3 * StatementDescriptions.MOST - 1)), now))
                .isSameAs(description);
        assertThat(forEver.find(key("a1"), now)).isNull();
    }

    @Test
    void boundsItsMemoryAlsoForLongTexts() {
        StatementDescription description = describe(List.of());
        String large = "x".repeat(100_000);
        for (int i = 0; i < 200; i++) {
            descriptions.learn(key(i + large), description, i);
        }
        assertThat(descriptions.size()).isBetween(30, (int) (StatementDescriptions.MOST_WEIGHT / 100_000));
        descriptions.learn(key("x".repeat(1_000_000)), description, 0);
        assertThat(descriptions.find(key("x".repeat(1_000_000)), 0)).isNull();
    }

    @Test
    void isForManyThreads() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        StatementDescription description = describe(List.of(INT4), TEXT);
                        for (int i = 0; i < 20_000; i++) {
                            StatementDescriptions.Key key = key("a" + i % 3000);
                            descriptions.learn(key, description, i);
                            descriptions.find(key, i);
                            if (i % 7 == 0) {
                                descriptions.distrust(key, i);
                            }
                        }
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        descriptions.learn(key("last"), describe(List.of()), 0);
        assertThat(descriptions.size()).isBetween(1, StatementDescriptions.MOST);
    }

    @Test
    void tellsWhetherTypesAreTheSame() {
        StatementDescription one = describe(List.of(INT4), TEXT, BOOL);
        assertThat(one.hasTypesOf(describe(List.of(INT4), TEXT, BOOL))).isTrue();
        assertThat(one.hasTypesOf(describe(List.of(TEXT), TEXT, BOOL))).isFalse();
        assertThat(one.hasTypesOf(describe(List.of(INT4), TEXT, TEXT))).isFalse();
        assertThat(one.hasTypesOf(describe(List.of(INT4), TEXT))).isFalse();
        assertThat(one.hasTypesOf(describe(List.of(INT4, INT4), TEXT, BOOL))).isFalse();
    }

    @Test
    void tellsWhetherRowsCanBeReadInTheFormatsThatWereAskedFor() {
        StatementDescription allBinary = describe(List.of(), INT4, TEXT);
        assertThat(describe(List.of(), BOOL).isReadableInFormatsOf(allBinary)).isTrue();
        assertThat(describe(List.of(), BOOL, INT4, INT4).isReadableInFormatsOf(allBinary))
                .isTrue();
        assertThat(describe(List.of(), INT4, OTHER).isReadableInFormatsOf(allBinary))
                .isFalse();
        StatementDescription mixed = describe(List.of(), OTHER, INT4);
        assertThat(describe(List.of(), OTHER + 1, TEXT).isReadableInFormatsOf(mixed))
                .isTrue();
        assertThat(describe(List.of(), INT4, INT4).isReadableInFormatsOf(mixed)).isFalse();
        for (StatementDescription text : List.of(describe(List.of(), OTHER), describe(List.of(), (int[]) null))) {
            assertThat(describe(List.of(), OTHER, OTHER).isReadableInFormatsOf(text))
                    .isTrue();
            assertThat(describe(List.of(), INT4).isReadableInFormatsOf(text)).isFalse();
        }
    }
}
