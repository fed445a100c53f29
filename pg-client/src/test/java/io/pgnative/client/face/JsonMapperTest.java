package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.JsonNull;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgJson;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class JsonMapperTest {

    record Order(int id, String note) {}

    record Failing(String why) {}

    record Stored(long key, Order doc) {}

    record Generic(List<Order> orders, Optional<Order> maybe) {}

    record Wrapper(Order doc) {}

    /** Knows orders and lists of them, and fails as real mappers do: with parts of the value in its messages. */
    private static final class OrderMapper implements PgJson {

        @Override
        public String encode(Object value) {
            if (value instanceof Order order) {
                return new JsonObject()
                        .put("id", order.id())
                        .put("note", order.note())
                        .encode();
            }
            if (value instanceof Map<?, ?> map) {
                return "{\"size\":" + map.size() + "}";
            }
            if (value instanceof Failing failing && failing.why().equals("told")) {
                throw new PgDataException("at Failing.why");
            }
            throw new IllegalArgumentException("canary: " + value);
        }

        @Override
        public @Nullable Object decode(String json, Type type) {
            if (json.equals("null")) {
                return null;
            }
            if (type == Order.class) {
                return order(new JsonObject(json));
            }
            if (type instanceof ParameterizedType generic && generic.getActualTypeArguments()[0] == Order.class) {
                return new JsonArray(json)
                        .stream()
                                .map(JsonObject.class::cast)
                                .map(OrderMapper::order)
                                .toList();
            }
            if (type == Long.class) {
                return "not a long";
            }
            throw new IllegalArgumentException("canary: " + json);
        }

        private static Order order(JsonObject json) {
            return new Order(json.getInteger("id"), json.getString("note"));
        }
    }

    private static final Order ORDER = new Order(1, "n\u20acw");

    private final PgClient client;
    private final BlockingPgClient pg;
    private final BlockingPgClient plain;
    private final PgClient plainClient;

    JsonMapperTest(Vertx vertx, TestDatabase database) {
        client = PgClient.builder(vertx)
                .dsn(database.dsn())
                .poolMaxSize(1)
                .json(new OrderMapper())
                .build();
        pg = client.blocking();
        plainClient = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        plain = plainClient.blocking();
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
        await(plainClient.close(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb"})
    void writesAndReadsObjectsOfAnyClass(String type) {
        var row = pg.fetchOne("select $1::" + type + " as doc", ORDER);
        assertThat(row.get("doc", Order.class)).isEqualTo(ORDER);
        assertThat(row.get("doc", JsonObject.class)).isEqualTo(new JsonObject("{\"id\":1,\"note\":\"n\u20acw\"}"));
        assertThat(row.get("doc")).isInstanceOf(JsonObject.class);
        assertThat(pg.fetchValue(Order.class, "select $1::" + type, ORDER)).contains(ORDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb"})
    void writesAndReadsThemInArrays(String type) {
        String sql = "select $1::" + type + "[] as docs";
        var row = pg.fetchOne(sql, List.of(ORDER, new Order(2, "b")));
        assertThat(row.get("docs", Order[].class)).containsExactly(ORDER, new Order(2, "b"));
        assertThat(pg.fetchOne(sql, (Object) new Order[] {ORDER}).get(0, Order[].class))
                .containsExactly(ORDER);
        assertThat(pg.fetchOne("select array[null, 'null']::" + type + "[]").get(0, Order[].class))
                .containsExactly(null, null);
    }

    @Test
    void isToldByTheClient() {
        assertThat(client.json()).isInstanceOf(OrderMapper.class);
        assertThat(plainClient.json()).isNull();
    }

    @Test
    void readsThemAsComponentsWithTheTypesThatTheyDeclare() {
        assertThat(pg.fetchOne(Stored.class, "select 5::int8 as key, $1::jsonb as doc", ORDER))
                .isEqualTo(new Stored(5, ORDER));
        assertThat(pg.fetchOne(
                        Generic.class,
                        "select jsonb_build_array($1::jsonb, $1::jsonb) as orders, $1::jsonb as maybe",
                        ORDER))
                .isEqualTo(new Generic(List.of(ORDER, ORDER), Optional.of(ORDER)));
        assertThat(pg.fetchOne(Generic.class, "select array[$1::jsonb] as orders, 'null'::jsonb as maybe", ORDER))
                .isEqualTo(new Generic(List.of(ORDER), Optional.empty()));
    }

    @Test
    void readsTheOnlyColumnAsTheWholeObjectUnlessItIsTheOnlyComponent() {
        assertThat(pg.fetch(Order.class, "select $1::jsonb as doc", ORDER)).containsExactly(ORDER);
        assertThat(pg.fetchOne(Wrapper.class, "select $1::jsonb as doc", ORDER)).isEqualTo(new Wrapper(ORDER));
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetchOne(Order.class, "select null::jsonb as doc"))
                .withMessageStartingWith("column \"doc\" of type jsonb is NULL; use fetchValue");
    }

    @Test
    void leavesTextAndTheClassesOfVertxAsTheyAre() {
        assertThat(pg.fetchValue(String.class, "select $1::json", "{ \"a\" : 1 }"))
                .contains("{ \"a\" : 1 }");
        assertThat(pg.fetchValue(Object.class, "select $1::jsonb", new JsonArray().add(1)))
                .contains(new JsonArray().add(1));
        assertThat(pg.fetchValue(Object.class, "select $1::jsonb", JsonNull.INSTANCE))
                .contains(JsonNull.INSTANCE);
        assertThat(pg.fetchValue(Number.class, "select $1::jsonb", 5L)).contains(5);
        assertThat(pg.fetchValue(String.class, "select $1::json", Map.of("a", 1)))
                .contains("{\"size\":1}");
    }

    @Test
    void readsTheJsonNullAsWhatTheMapperMakesOfIt() {
        assertThat(pg.fetchOne("select 'null'::jsonb").get(0, Order.class)).isNull();
        assertThat(pg.fetchValue(Order.class, "select 'null'::jsonb")).isEmpty();
    }

    @Test
    @DisplayName("F60: a mapper that throws fails its call, names column or argument, and shows nothing of the value")
    void failsTheCallOfAMapperThatThrows() {
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetch("select $1::int, $2::jsonb", 1, new Failing("x")))
                .withMessage("argument 2 of type jsonb holds a " + Failing.class.getName()
                        + " that the JSON mapper cannot write: java.lang.IllegalArgumentException")
                .satisfies(JsonMapperTest::tellsNothing);
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.sql("select :doc::jsonb")
                        .bind("doc", new Failing("told"))
                        .fetch())
                .withMessage("argument 1 (:doc) of type jsonb holds a " + Failing.class.getName()
                        + " that the JSON mapper cannot write: at Failing.why");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetchValue(Failing.class, "select '{\"a\":\"canary\"}'::jsonb as doc"))
                .withMessage("column \"doc\" of type jsonb: the JSON mapper cannot read the jsonb as Failing:"
                        + " java.lang.IllegalArgumentException")
                .satisfies(JsonMapperTest::tellsNothing);
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetchValue(Long.class, "select '\"canary\"'::jsonb as doc"))
                .withMessage(
                        "column \"doc\" of type jsonb: the JSON mapper has made a java.lang.String of the jsonb, not"
                                + " a Long");
        assertThat(pg.fetchValue(Integer.class, "select 1")).contains(1);
    }

    private static void tellsNothing(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertThat(Objects.toString(cause.getMessage())).doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '^', textBlock = """
            repeat('[', 1000) || repeat(']', 1000); repeat('[', 1001) || repeat(']', 1001)
            '[' || repeat('1', 1000) || ']';        '[' || repeat('1', 1001) || ']'
            '{"' || repeat('n', 50000) || '":1}';   '{"' || repeat('n', 60000) || '":1}'
            '["' || repeat('s', 1000000) || '"]';   '["' || repeat('s', 20000001) || '"]'
            """)
    @DisplayName("S39: how deep and how large a document is read is limited, and the connection stays usable")
    void limitsWhatItReads(String within, String beyond) {
        assertThat(plain.fetchOne("select (" + within + ")::json as doc").get("doc"))
                .isNotNull();
        var row = plain.fetchOne("select (" + beyond + ")::json as doc");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> row.get("doc"))
                .withMessageStartingWith("column \"doc\" of type json");
        assertThat(row.get("doc", String.class)).isNotEmpty();
        assertThat(plain.fetchValue(Integer.class, "select 1")).contains(1);
    }

    @Test
    void saysThatOtherClassesNeedAMapper() {
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> plain.fetch("select $1::jsonb", ORDER))
                .withMessageContaining("does not take a " + Order.class.getName())
                .withMessageContaining("set a JSON mapper");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> plain.fetchValue(Order.class, "select '{}'::jsonb as doc"))
                .withMessage(
                        "column \"doc\" of type jsonb: jsonb cannot be read as Order without a JSON mapper; ask for"
                                + " JsonObject, JsonArray or String, or set a mapper");
        assertThat(plain.fetchValue(Map.class, "select $1::jsonb", Map.of("a", List.of(1))))
                .contains(Map.of("a", List.of(1)));
    }
}
