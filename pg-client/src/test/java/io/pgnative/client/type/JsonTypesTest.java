package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.decode;
import static io.pgnative.client.type.Codecs.encode;
import static io.pgnative.client.type.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.JsonNull;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("unchecked")
class JsonTypesTest {

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb"})
    void readsEveryKindOfValue(String type) {
        assertThat(roundTrip(type, "{\"a\": [1, null, \"x\"]}"))
                .isEqualTo(new JsonObject()
                        .put("a", new JsonArray().add(1).addNull().add("x")));
        assertThat(roundTrip(type, "[true, 1.5]"))
                .isEqualTo(new JsonArray().add(true).add(1.5));
        assertThat(roundTrip(type, "\"t\\u00e9xt\"")).isEqualTo("t\u00e9xt");
        assertThat(roundTrip(type, "12")).isEqualTo(12);
        assertThat(roundTrip(type, "true")).isEqualTo(true);
        assertThat(roundTrip(type, "null")).isEqualTo(JsonNull.INSTANCE);
        assertThat(roundTrip(type, JsonNull.INSTANCE)).isEqualTo(JsonNull.INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb"})
    void takesEveryKindOfValue(String type) {
        JsonObject object = new JsonObject().put("a", 1).putNull("b");
        JsonArray array = new JsonArray().add(1).add("x");
        assertThat(roundTrip(type, object)).isEqualTo(object);
        assertThat(roundTrip(type, array)).isEqualTo(array);
        assertThat(roundTrip(type, Map.of("a", List.of(1, Map.of())))).isEqualTo(new JsonObject("{\"a\":[1,{}]}"));
        assertThat(roundTrip(type, Arrays.asList(1, null))).isEqualTo(new JsonArray("[1,null]"));
        assertThat(roundTrip(type, 5L)).isEqualTo(5);
        assertThat(roundTrip(type, false)).isEqualTo(false);
        assertThat(roundTrip(type, "[]".getBytes(StandardCharsets.UTF_8))).isEqualTo(new JsonArray());
        assertThat(roundTrip(type, Buffer.buffer("{}"))).isEqualTo(new JsonObject());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonb"})
    void readsWhatIsAskedFor(String type) {
        byte[] object = encode(type, "{\"b\":1, \"a\":\"\u20ac\"}");
        assertThat(decode(type, object, String.class)).isEqualTo("{\"b\":1, \"a\":\"\u20ac\"}");
        assertThat(decode(type, object, JsonObject.class).getInteger("b")).isEqualTo(1);
        assertThat((Map<String, Object>) decode(type, object, Map.class)).containsEntry("a", "\u20ac");
        assertThat(decode(type, object, byte[].class))
                .isEqualTo("{\"b\":1, \"a\":\"\u20ac\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(decode(type, object, Buffer.class).toString()).isEqualTo("{\"b\":1, \"a\":\"\u20ac\"}");
        byte[] array = encode(type, "[1,2]");
        assertThat((List<Object>) decode(type, array, List.class)).containsExactly(1, 2);
        assertThat(decode(type, array, JsonArray.class)).hasSize(2);
        assertThat(decode(type, encode(type, "null"), String.class)).isEqualTo("null");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode(type, array, JsonObject.class))
                .withMessage(type + " holding a JsonArray cannot be read as JsonObject");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip(type, "null", Map.class))
                .withMessage(type + " holding a null cannot be read as JsonObject");
    }

    @Test
    void writesTheVersionOfJsonb() {
        assertThat(encode("jsonb", "{}")).isEqualTo(new byte[] {1, '{', '}'});
        assertThat(encode("json", "{}")).isEqualTo(new byte[] {'{', '}'});
    }

    @Test
    @DisplayName("S23: other versions of jsonb")
    void refusesOtherVersionsOfJsonb() {
        for (byte[] bad : new byte[][] {{2, '{', '}'}, {}, {'{', '}'}}) {
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> decode("jsonb", bad, String.class))
                    .withMessage("malformed jsonb: the version is not 1");
        }
    }

    @Test
    void saysNothingOfTheValueWhenItCannotBeParsed() {
        for (String bad : new String[] {"{secret", "[".repeat(100_000), ""}) {
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> decode("json", bad.getBytes(StandardCharsets.UTF_8)))
                    .withMessage("the JSON text cannot be parsed; ask for String to see it");
        }
    }

    @Test
    void refusesWhatJsonCannotHold() {
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("jsonb", Double.NaN))
                .withMessage("is no number that JSON knows");
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("jsonb", Map.of("a", new Object())))
                .withMessage("holds something that Vert.x cannot write as JSON");
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("json", "a\0"))
                .withMessageContaining("U+0000");
    }
}
