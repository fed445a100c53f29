package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.PgClient;
import io.pgnative.client.Row;
import io.pgnative.client.SparseVector;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class ExtensionTypesTest {

    private static final int VALUES = Integer.getInteger("pgnative.differential.values", 2000);

    private static final String WORD = "substr(md5(n::text), 1, 1 + n % 7)";

    private static ScalarCodec codec(String typeName) {
        return Objects.requireNonNull(ExtensionTypes.maker(typeName)).make(100_000, 100_001);
    }

    private static byte[] hex(String hex) {
        return Codecs.bytes(hex);
    }

    /** What the server's send function makes is read and written; so is what its output function makes. */
    @ParameterizedTest
    @CsvSource({
        "hstore, hstore, hstore_send",
        "citext, citext, citextsend",
        "ltree, ltree, ltree_send",
        "ltree, lquery, lquery_send",
        "ltree, ltxtquery, ltxtq_send",
    })
    void readsAndWritesTheBytesOfTheServer(
            String extension, String type, String send, Vertx vertx, TestDatabase database) throws TimeoutException {
        database.execute("create extension if not exists " + extension);
        PgClient client =
                PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        try (BlockingPgConnection pg = client.blocking().acquire()) {
            ScalarCodec codec = codec(type);
            String[] back = new String[VALUES];
            int count = 0;
            for (Row row : pg.fetch("select " + send + "(v), v::text from (select " + sample(type)
                    + " as v from generate_series(0, " + (VALUES - 1) + ") n offset 0) s")) {
                byte[] sent = Objects.requireNonNull(row.get(0, byte[].class));
                String text = Objects.requireNonNull(row.getString(1));
                Object value = Objects.requireNonNull(codec.decode(sent, 0, sent.length));
                assertThat(codec.getString(sent, 0, sent.length)).isEqualTo(text);
                assertThat(Codecs.encode(codec, value)).isEqualTo(sent);
                assertThat(codec.parseText(text)).isEqualTo(value);
                back[count++] = codec.formatText(value);
            }
            assertThat(count).isEqualTo(VALUES);
            long same = pg.fetchValue(
                            Long.class,
                            "select count(*) from unnest($1::text[]) with ordinality u(t, i), lateral (select (i - 1)::int as n)"
                                    + " m where u.t::" + type + "::text = (" + sample(type) + ")::text",
                            (Object) back)
                    .orElseThrow();
            assertThat(same).isEqualTo(VALUES);
        } finally {
            client.close(Duration.ofSeconds(5)).await(10, TimeUnit.SECONDS);
        }
    }

    private static String sample(String type) {
        return switch (type) {
            case "hstore" ->
                "hstore(array[" + WORD + ", 'a \"\\' || n, '\u20ac', ''], array[" + WORD + ", null, '=>,\"\\', ''])";
            case "citext" -> "(" + WORD + " || '\u00c4')::citext";
            case "ltree" -> "(case n % 9 when 0 then '' else " + WORD + " || '.A.' || n end)::ltree";
            case "lquery" -> "(" + WORD + " || '.*{' || n % 5 || ',}.!a|b@*')::lquery";
            default -> "(" + WORD + " || ' & !(b* | ' || n || '@)')::ltxtquery";
        };
    }

    @Test
    @DisplayName("A072: types without a binary format, such as isn, are exchanged as text")
    void exchangesTextWhereThereIsNoBinaryFormat() {
        for (String type : new String[] {"isbn", "ean13", "upc", "cube", "seg"}) {
            assertThat(codec(type).isBinary()).isFalse();
            assertThat(codec(type).javaType()).isEqualTo(String.class);
            assertThat(codec(type).formatText("x")).isEqualTo("x");
        }
        assertThat(ExtensionTypes.maker("no_such_type")).isNull();
    }

    @Test
    void keepsTheOidsThatADatabaseGives() {
        for (String name : ExtensionTypes.names()) {
            assertThat(codec(name).typeName()).isEqualTo(name);
            assertThat(codec(name).oid()).isEqualTo(100_000);
            assertThat(codec(name).arrayOid()).isEqualTo(100_001);
        }
    }

    @Test
    void readsAndWritesVectors() {
        float[] numbers = {1.5f, -2, 0};
        for (String[] type : new String[][] {
            {"vector", "0003 0000 3fc00000 c0000000 00000000"}, {"halfvec", "0003 0000 3e00 c000 0000"},
        }) {
            ScalarCodec codec = codec(type[0]);
            assertThat(Codecs.encode(codec, numbers)).isEqualTo(hex(type[1]));
            assertThat(Codecs.encode(codec, new double[] {1.5, -2, 0})).isEqualTo(hex(type[1]));
            byte[] bytes = hex(type[1]);
            assertThat(codec.decode(bytes, 0, bytes.length)).isEqualTo(numbers);
            assertThat(codec.getString(bytes, 0, bytes.length)).isEqualTo("[1.5,-2.0,0.0]");
            assertThat(codec.parseText("[1.5,-2,0]")).isEqualTo(numbers);
            assertThat(codec.formatText(numbers)).isEqualTo("[1.5,-2.0,0.0]");
        }
    }

    @Test
    void readsAndWritesSparseVectors() {
        ScalarCodec codec = codec("sparsevec");
        byte[] bytes = hex("00000005 00000002 00000000 00000000 00000002 3fc00000 c0000000");
        SparseVector vector = SparseVector.of(5, new int[] {0, 2}, new float[] {1.5f, -2});
        assertThat(codec.decode(bytes, 0, bytes.length)).isEqualTo(vector);
        assertThat(codec.decode(bytes, 0, bytes.length, float[].class)).containsExactly(1.5f, 0, -2, 0, 0);
        assertThat(Codecs.encode(codec, vector)).isEqualTo(bytes);
        assertThat(Codecs.encode(codec, new float[] {1.5f, 0, -2, 0, 0})).isEqualTo(bytes);
        assertThat(codec.formatText(vector)).isEqualTo("{1:1.5,3:-2.0}/5");
        assertThat(codec.parseText("{1:1.5,3:-2}/5")).isEqualTo(vector);
        assertThat(codec.parseText("{}/5")).isEqualTo(SparseVector.of(0, 0, 0, 0, 0));
        byte[] wide = Codecs.encode(codec, SparseVector.of(1_000_000_000, new int[0], new float[0]));
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> codec.decode(wide, 0, wide.length, float[].class))
                .withMessageContaining("ask for SparseVector");
    }

    @Test
    void refusesVectorsThatPgvectorCannotHold() {
        for (String type : new String[] {"vector", "halfvec", "sparsevec"}) {
            for (Object bad : new Object[] {
                new float[0],
                new float[] {Float.NaN},
                new float[] {Float.POSITIVE_INFINITY},
                "[1]",
                new double[] {1e39},
                filled(16_001)
            }) {
                assertThatExceptionOfType(EncodeException.class)
                        .as(type)
                        .isThrownBy(() -> Codecs.encode(codec(type), bad));
            }
        }
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> Codecs.encode(codec("halfvec"), new float[] {65520}))
                .withMessage("out of range for halfvec");
    }

    private static float[] filled(int length) {
        float[] numbers = new float[length];
        Arrays.fill(numbers, 1);
        return numbers;
    }

    @Test
    void keepsEveryHalf() {
        for (int bits = Short.MIN_VALUE; bits <= Short.MAX_VALUE; bits++) {
            float value = Half.toFloat((short) bits);
            if (Float.isFinite(value)) {
                assertThat(Half.ofFloat(value, "halfvec")).isEqualTo((short) bits);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.00048828125, 3c00",
        "1.0004884, 3c01",
        "1.00146484375, 3c02",
        "65519.996, 7bff",
        "2.9802322E-8, 0000",
        "2.980233E-8, 0001",
        "6.1035156E-5, 0400",
        "6.0975552E-5, 03ff",
        "1.0E-30, 0000",
        "-1.0E-30, 8000",
    })
    void roundsToTheNearestHalf(float value, String half) {
        assertThat(HexFormat.of().toHexDigits(Half.ofFloat(value, "halfvec"))).isEqualTo(half);
    }

    @Test
    void readsStoresAsMapsThatCannotBeChanged() {
        ScalarCodec codec = codec("hstore");
        Map<String, @Nullable String> store = new LinkedHashMap<>();
        store.put("a", "1");
        store.put("b", null);
        byte[] bytes = hex("00000002 00000001 61 00000001 31 00000001 62 ffffffff");
        assertThat(Codecs.encode(codec, store)).isEqualTo(bytes);
        assertThat(codec.decode(bytes, 0, bytes.length)).isEqualTo(store);
        assertThat(codec.formatText(store)).isEqualTo("\"a\"=>\"1\", \"b\"=>NULL");
        assertThat(codec.formatText(Map.of())).isEmpty();
        for (Object bad : new Object[] {"a=>1", Map.of(1, "a"), Map.of("a", 1), Collections.singletonMap(null, "a")}) {
            assertThatExceptionOfType(EncodeException.class).isThrownBy(() -> Codecs.encode(codec, bad));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hstore, 7fffffff",
        "hstore, ffffffff",
        "hstore, 00000001 ffffffff 00000000",
        "hstore, 00000001 00000001 61 fffffffe",
        "hstore, 00000001 00000001 61 00000001",
        "hstore, 00000002 00000001 61 ffffffff 00000001 61 ffffffff",
        "hstore, 00000000 00",
        "vector, 0002 0000 00000000",
        "vector, 00",
        "halfvec, 0001 0000 00000000",
        "sparsevec, 00000005 7fffffff 00000000",
        "sparsevec, 00000005 00000001 00000000 00000005 3f800000",
        "sparsevec, 00000005 00000001 00000000 00000001 00000000",
        "sparsevec, ffffffff 00000000 00000000",
        "ltree, 02 61",
        "lquery, ''",
    })
    @DisplayName("S23: malformed values of extensions")
    void refusesMalformedValues(String type, String hex) {
        byte[] bytes = hex(hex);
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> codec(type).decode(bytes, 0, bytes.length))
                .withMessageStartingWith("malformed " + type + ": ");
    }
}
