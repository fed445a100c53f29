package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.Interval;
import io.pgnative.client.JsonNull;
import io.pgnative.client.Numeric;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps the tables of {@code docs/types.md} what the codecs do. After a change of a codec run this test with
 * {@code -Dpgnative.docs.write=true}, which writes the file anew instead of comparing.
 */
class TypesDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "types.md");
    private static final String BEGIN = "<!-- types: written by TypesDocumentTest -->\n";
    private static final String END = "<!-- end of types -->\n";

    /** Values to try as parameters, by what the table calls them. Each type takes at least one of its class. */
    private static final Map<String, List<Object>> VALUES = values();

    private static final Map<String, String> EDGES = Map.ofEntries(
            Map.entry("bool", "Numbers and text are refused."),
            Map.entry("int2", "Out of range and fractions are refused, on both ways."),
            Map.entry("int4", "As int2."),
            Map.entry("int8", "As int2."),
            Map.entry("oid", "Without a sign: 0 to 4294967295."),
            Map.entry("float4", "A finite number that would become an infinity is refused. NaN and infinities pass."),
            Map.entry("float8", "Decimal forms are the shortest that stand for the value: 0.1 is 0.1."),
            Map.entry(
                    "numeric",
                    "Digits and display scale are kept. NaN and the infinities (server 14) need Numeric, Double or"
                            + " Float. A negative scale is written out. An array that would take more than 64 times"
                            + " its length, and more than 1 MiB, is refused: use unnest."),
            Map.entry("text", "Strict UTF-8. U+0000 and halves of surrogate pairs are refused. Enums by name."),
            Map.entry("varchar", "As text."),
            Map.entry("bpchar", "As text; blanks at the end stay."),
            Map.entry("name", "As text; the server cuts at 63 bytes."),
            Map.entry("unknown", "As text; no array type. The server takes parameters of it for text."),
            Map.entry("char", "One byte. 0 is \"\"; 128 to 255 are a backslash and three octal digits, or a Byte."),
            Map.entry("bytea", "What is read is a copy. As String: \\x and hexadecimal digits."),
            Map.entry("uuid", "Text with hyphens as 8-4-4-4-12 or without any."),
            Map.entry(
                    "date",
                    "infinity is LocalDate.MAX, -infinity MIN. 4714-11-24 BC to 5874897-12-31; year 0 is 1 BC."),
            Map.entry("time", "24:00 is LocalTime.MAX. Parameters are rounded to microseconds."),
            Map.entry("timetz", "As time; the offset is kept with its seconds, less than 16 hours."),
            Map.entry("timestamp", "infinity is LocalDateTime.MAX, -infinity MIN. 4714-11-24 BC to 294276-12-31."),
            Map.entry(
                    "timestamptz",
                    "Read in UTC. The infinities are MAX and MIN of OffsetDateTime and Instant; ZonedDateTime has"
                            + " none."),
            Map.entry(
                    "interval",
                    "Months, days and time stay apart. Duration needs 0 months, Period needs no time. Infinities:"
                            + " server 17."),
            Map.entry(
                    "json",
                    "A String or bytes are JSON text on both ways; read as Object, a JSON string is its value and null"
                            + " is JsonNull. Fractions become Double: ask for String to keep all digits."),
            Map.entry("jsonb", "As json. The server orders keys and drops duplicates."),
            Map.entry("void", "Read as null."));

    private static Map<String, List<Object>> values() {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        values.put("Boolean", List.of(true));
        values.put("Byte", List.of((byte) 1));
        values.put("Short", List.of((short) 1));
        values.put("Integer", List.of(1));
        values.put("Long", List.of(1L));
        values.put("BigInteger", List.of(BigInteger.ONE));
        values.put("Float", List.of(1f));
        values.put("Double", List.of(1.0));
        values.put("BigDecimal", List.of(BigDecimal.ONE));
        values.put("Numeric", List.of(Numeric.of(BigDecimal.ONE)));
        values.put("Character", List.of('1'));
        values.put("CharSequence", List.of("1", "00000000-0000-0000-0000-000000000000"));
        values.put("enum", List.of(DayOfWeek.MONDAY));
        values.put("byte[]", List.of(new byte[] {1}));
        values.put("Buffer", List.of(Buffer.buffer("1")));
        values.put("ByteBuffer", List.of(ByteBuffer.allocate(1)));
        values.put("UUID", List.of(new UUID(1, 1)));
        values.put("LocalDate", List.of(LocalDate.EPOCH));
        values.put("LocalTime", List.of(LocalTime.NOON));
        values.put("OffsetTime", List.of(LocalTime.NOON.atOffset(ZoneOffset.UTC)));
        values.put("LocalDateTime", List.of(LocalDate.EPOCH.atStartOfDay()));
        values.put("OffsetDateTime", List.of(Instant.EPOCH.atOffset(ZoneOffset.UTC)));
        values.put("ZonedDateTime", List.of(Instant.EPOCH.atZone(ZoneOffset.UTC)));
        values.put("Instant", List.of(Instant.EPOCH));
        values.put("Interval", List.of(Interval.ZERO));
        values.put("Duration", List.of(Duration.ZERO));
        values.put("Period", List.of(Period.ZERO));
        values.put("JsonObject", List.of(new JsonObject()));
        values.put("JsonArray", List.of(new JsonArray()));
        values.put("JsonNull", List.of(JsonNull.INSTANCE));
        values.put("Map", List.of(Map.of()));
        values.put("List", List.of(List.of()));
        return values;
    }

    private static boolean takes(Codec codec, Object value) {
        ByteBuf out = Unpooled.buffer();
        try {
            codec.encode(value, out);
            return true;
        } catch (EncodeException e) {
            return false;
        } finally {
            out.release();
        }
    }

    private static String taken(Codec codec) {
        List<String> taken = VALUES.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(value -> takes(codec, value)))
                .map(Map.Entry::getKey)
                .toList();
        return taken.size() == VALUES.size() ? "anything" : String.join(", ", taken);
    }

    private static String alternatives(ScalarCodec codec) {
        return codec.alternatives().stream()
                .filter(type -> type != codec.javaType())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
    }

    private static String table() {
        StringBuilder table = new StringBuilder("""
                | PostgreSQL | Array | Java | Also read as | Parameters | Edges |
                | --- | --- | --- | --- | --- | --- |
                """);
        for (Codec codec : TypeRegistry.builtins()) {
            if (codec instanceof ScalarCodec scalar) {
                String name = codec.typeName();
                table.append("| `").append(name).append("` | ");
                table.append(scalar.arrayOid() == ScalarCodec.NO_ARRAY ? "no" : "yes");
                table.append(" | ").append(codec.javaType().getSimpleName());
                table.append(" | ").append(alternatives(scalar));
                table.append(" | ").append(taken(codec));
                table.append(" | ").append(EDGES.getOrDefault(name, "")).append(" |\n");
            }
        }
        return table.toString();
    }

    @Test
    void documentsEachTypeAsItIs() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        assertThat(begin).isPositive();
        assertThat(end).isGreaterThan(begin);
        String expected =
                document.substring(0, begin + BEGIN.length()) + "\n" + table() + "\n" + document.substring(end);
        if (Boolean.getBoolean("pgnative.docs.write")) {
            Files.writeString(DOCUMENT, expected);
        } else {
            assertThat(document)
                    .as("docs/types.md; -Dpgnative.docs.write=true writes it anew")
                    .isEqualTo(expected);
        }
    }

    @Test
    void knowsTheEdgesOfEachType() {
        assertThat(EDGES.keySet())
                .containsExactlyInAnyOrderElementsOf(TypeRegistry.builtins().stream()
                        .filter(ScalarCodec.class::isInstance)
                        .map(Codec::typeName)
                        .toList());
    }

    @Test
    void findsAParameterForEachType() {
        for (Codec codec : TypeRegistry.builtins()) {
            if (codec instanceof ScalarCodec) {
                assertThat(taken(codec)).as(codec.typeName()).isNotEmpty();
            }
        }
    }
}
