package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.JsonNull;
import io.pgnative.client.Numeric;
import io.pgnative.client.PgJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code json}: the text. {@code jsonb}: a version byte, which is 1, and the text.
 *
 * <p>A {@code String} or bytes are JSON text on both ways. Numbers, booleans and the JSON classes of Vert.x go through
 * the JSON codec of Vert.x; all else goes through the client's own mapper where there is one, and without one is
 * refused but for maps and lists. Read as the default, a JSON string is a {@code String} without its quotes and
 * {@code null} is {@link JsonNull}.
 */
final class JsonTypes {

    private JsonTypes() {}

    /** The types without a mapper. */
    static List<ScalarCodec> codecs() {
        return codecs(null);
    }

    /**
     * The types for one client.
     *
     * @param mapper what other classes are read and written with; null for none
     */
    static List<ScalarCodec> codecs(@Nullable PgJson mapper) {
        JsonMapping mapping = mapper == null ? null : new JsonMapping(mapper);
        return List.of(new JsonCodec(114, 199, "json", mapping), new Jsonb(3802, 3807, "jsonb", mapping));
    }

    private static class JsonCodec extends ScalarCodec {

        private static final String GIVE =
                "a JsonObject, a JsonArray, a Map, a List, a Number, a Boolean or JSON text as a String, set a JSON"
                        + " mapper";

        private static final Alternatives MAPPED = vertx().build();

        private static final Alternatives UNMAPPED = vertx().add(
                        Map.class,
                        (codec, b, o, l) -> as(codec, b, o, l, JsonObject.class).getMap())
                .add(List.class, (codec, b, o, l) -> as(codec, b, o, l, JsonArray.class)
                        .getList())
                .build();

        private final @Nullable JsonMapping mapping;

        JsonCodec(int oid, int arrayOid, String typeName, @Nullable JsonMapping mapping) {
            super(oid, arrayOid, typeName, Object.class, mapping == null ? UNMAPPED : MAPPED);
            this.mapping = mapping;
        }

        private static Alternatives.Builder vertx() {
            return Alternatives.builder()
                    .add(CharSequence.class, Codec::getString)
                    .add(JsonObject.class, (codec, b, o, l) -> as(codec, b, o, l, JsonObject.class))
                    .add(JsonArray.class, (codec, b, o, l) -> as(codec, b, o, l, JsonArray.class))
                    .add(Number.class, (codec, b, o, l) -> as(codec, b, o, l, Number.class))
                    .add(Boolean.class, (codec, b, o, l) -> as(codec, b, o, l, Boolean.class))
                    .add(JsonNull.class, (codec, b, o, l) -> as(codec, b, o, l, JsonNull.class))
                    .add(byte[].class, (codec, b, o, l) -> ((JsonCodec) codec).bytes(b, o, l))
                    .add(Buffer.class, (codec, b, o, l) -> Buffer.buffer(((JsonCodec) codec).bytes(b, o, l)));
        }

        /** How many bytes precede the text. */
        int prefix(byte[] bytes, int offset, int length) {
            return 0;
        }

        private byte[] bytes(byte[] bytes, int offset, int length) {
            int prefix = prefix(bytes, offset, length);
            return Arrays.copyOfRange(bytes, offset + prefix, offset + length);
        }

        @Override
        public final String getString(byte[] bytes, int offset, int length) {
            int prefix = prefix(bytes, offset, length);
            return Utf8.decode(bytes, offset + prefix, length - prefix);
        }

        @Override
        public final Object decode(byte[] bytes, int offset, int length) {
            String text = getString(bytes, offset, length);
            try {
                Object value = Json.decodeValue(text);
                return value == null ? JsonNull.INSTANCE : value;
            } catch (io.vertx.core.json.DecodeException e) {
                // Its message shows a part of the value.
                throw new DecodeException("the JSON text cannot be parsed; ask for String to see it");
            }
        }

        @Override
        public boolean reads(Class<?> as) {
            return mapping != null || super.reads(as);
        }

        @Override
        boolean readsGenerics() {
            return mapping != null;
        }

        @Override
        <T> @Nullable T decodeOther(byte[] bytes, int offset, int length, Class<T> as) {
            if (mapping == null) {
                throw new DecodeException(typeName() + " cannot be read as " + as.getSimpleName()
                        + " without a JSON mapper; ask for JsonObject, JsonArray or String, or set a mapper");
            }
            return mapping.decode(typeName(), getString(bytes, offset, length), as);
        }

        @Override
        public @Nullable Object decodeGeneric(byte[] bytes, int offset, int length, Type as) {
            return mapping == null || as instanceof Class<?>
                    ? super.decodeGeneric(bytes, offset, length, as)
                    : mapping.decode(typeName(), getString(bytes, offset, length), as);
        }

        @Override
        @Nullable Object parseGeneric(String text, Type as) {
            return mapping == null || as instanceof Class<?>
                    ? super.parseGeneric(text, as)
                    : mapping.decode(typeName(), text, as);
        }

        private static <T> T as(Codec codec, byte[] bytes, int offset, int length, Class<T> as) {
            Object value = ((JsonCodec) codec).decode(bytes, offset, length);
            if (!as.isInstance(value)) {
                throw new DecodeException(
                        codec.typeName() + " holding a " + kind(value) + " cannot be read as " + as.getSimpleName());
            }
            return as.cast(value);
        }

        private static String kind(Object value) {
            return value instanceof JsonNull ? "null" : value.getClass().getSimpleName();
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (value instanceof CharSequence text) {
                Utf8.encode(text, out);
            } else if (value instanceof byte[] text) {
                out.writeBytes(text);
            } else if (value instanceof Buffer text) {
                out.writeBytes(text.getBytes());
            } else if (value == JsonNull.INSTANCE) {
                out.writeCharSequence(value.toString(), StandardCharsets.US_ASCII);
            } else if (mapping != null && !isVertx(value)) {
                Utf8.encode(mapping.encode(value), out);
            } else if (isVertx(value) || value instanceof Map<?, ?> || value instanceof List<?>) {
                encodeJson(value, out);
            } else {
                throw doesNotTake(value, GIVE);
            }
        }

        /** A list is a JSON array. */
        @Override
        boolean isDimension(Object item) {
            return item.getClass().isArray() && !(item instanceof byte[]);
        }

        private static boolean isVertx(Object value) {
            return value instanceof JsonObject
                    || value instanceof JsonArray
                    || value instanceof Number
                    || value instanceof Boolean;
        }

        private static boolean isFinite(Number number) {
            return !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
        }

        private static void encodeJson(Object value, ByteBuf out) {
            if (value instanceof Numeric numeric && numeric.isFinite()) {
                // Vert.x would make a double of it.
                encodeJson(numeric.bigDecimalValue(), out);
                return;
            }
            if (value instanceof Numeric || (value instanceof Number number && !isFinite(number))) {
                throw new EncodeException("is no number that JSON knows");
            }
            String text;
            try {
                text = Json.encode(value);
            } catch (io.vertx.core.json.EncodeException e) {
                // Its message may show a part of the value.
                throw new EncodeException("holds something that Vert.x cannot write as JSON");
            }
            Utf8.encode(text, out);
        }
    }

    private static final class Jsonb extends JsonCodec {

        private static final int VERSION = 1;

        Jsonb(int oid, int arrayOid, String typeName, @Nullable JsonMapping mapping) {
            super(oid, arrayOid, typeName, mapping);
        }

        @Override
        int prefix(byte[] bytes, int offset, int length) {
            if (length == 0 || bytes[offset] != VERSION) {
                throw new DecodeException("malformed jsonb: the version is not " + VERSION);
            }
            return 1;
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            out.writeByte(VERSION);
            super.encode(value, out);
        }
    }
}
