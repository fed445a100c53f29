package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.BitString;
import io.pgnative.client.Box;
import io.pgnative.client.Cidr;
import io.pgnative.client.Circle;
import io.pgnative.client.Inet;
import io.pgnative.client.Interval;
import io.pgnative.client.JsonNull;
import io.pgnative.client.Line;
import io.pgnative.client.LineSegment;
import io.pgnative.client.MacAddress;
import io.pgnative.client.Money;
import io.pgnative.client.Numeric;
import io.pgnative.client.PgLsn;
import io.pgnative.client.PgSnapshot;
import io.pgnative.client.Point;
import io.pgnative.client.Polygon;
import io.pgnative.client.SparseVector;
import io.pgnative.client.Tid;
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
    private static final String EXTENSIONS_BEGIN = "<!-- extension types: written by TypesDocumentTest -->\n";
    private static final String EXTENSIONS_END = "<!-- end of extension types -->\n";
    private static final String END = "<!-- end of types -->\n";

    /** Values to try as parameters, by what the table calls them. Each type takes at least one of its class. */
    private static final Map<String, List<Object>> VALUES = values();

    private static final String READ_ONLY = "Its text. The server alone makes such values.";

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
            Map.entry("xid", "As oid."),
            Map.entry("cid", "As oid."),
            Map.entry(
                    "xid8",
                    "64 bits without a sign; a Long holds the bits, so that one above 2^63 is negative, BigInteger the"
                            + " number."),
            Map.entry("tid", "Block 0 to 4294967295, offset 0 to 65535."),
            Map.entry("pg_lsn", "64 bits without a sign, ordered so. Text as 16/B374D848."),
            Map.entry("pg_snapshot", "Numbers as those of xid8."),
            Map.entry("txid_snapshot", "As pg_snapshot."),
            Map.entry(
                    "money",
                    "Counts the smallest units; only the server knows how many decimal places its lc_monetary has. Plain"
                            + " numbers are refused, lest 5 be 5 cents. Read as Long: the smallest units."),
            Map.entry("xml", "As text."),
            Map.entry("refcursor", "As text."),
            Map.entry("cstring", "As text; results of functions only."),
            Map.entry("jsonpath", "Text."),
            Map.entry(
                    "inet",
                    "InetAddress where the prefix is all bits. IPv6 addresses that stand for IPv4 stay IPv6; scopes are"
                            + " refused. Text in full: 10.1.2.3/8."),
            Map.entry("cidr", "Bits behind the prefix must be 0."),
            Map.entry("macaddr", "6 bytes; text with colons, hyphens or nothing between them."),
            Map.entry("macaddr8", "As macaddr, 8 bytes; 6 are refused."),
            Map.entry(
                    "bit",
                    "Bit 0 is the leftmost. A BitSet does not know its length: give BitString.of(bits, length). Boolean is"
                            + " one bit."),
            Map.entry("varbit", "As bit."),
            Map.entry("point", "NaN and infinities pass, as in all geometric types."),
            Map.entry("line", "a and b must not both be 0."),
            Map.entry("lseg", ""),
            Map.entry("box", "The server puts the corners in order."),
            Map.entry("circle", "A negative radius is refused."),
            Map.entry("path", "At least one point. Open or closed."),
            Map.entry("polygon", "At least one point."),
            Map.entry("tsvector", "PostgreSQL's text form. Words are not normalised: that is to_tsvector's work."),
            Map.entry(
                    "tsquery",
                    "As tsvector. An empty one is read but refused as a parameter, since the server refuses it."),
            Map.entry("int2vector", "Catalogs only. Empty as tsquery."),
            Map.entry("oidvector", "As int2vector."),
            Map.entry(
                    "regclass", "The name, which the server finds; the OID by a cast to oid. OIDs as Integer or Long."),
            Map.entry("regproc", "As regclass. Overloaded names are refused by the server: use regprocedure."),
            Map.entry("regprocedure", "As regclass."),
            Map.entry("regoper", "As regproc: use regoperator."),
            Map.entry("regoperator", "As regclass."),
            Map.entry("regtype", "As regclass."),
            Map.entry("regcollation", "As regclass."),
            Map.entry("regconfig", "As regclass."),
            Map.entry("regdictionary", "As regclass."),
            Map.entry("regnamespace", "As regclass."),
            Map.entry("regrole", "As regclass."),
            Map.entry("aclitem", "As text; there is no binary format."),
            Map.entry("gtsvector", READ_ONLY),
            Map.entry("pg_node_tree", READ_ONLY),
            Map.entry("pg_ndistinct", READ_ONLY),
            Map.entry("pg_dependencies", READ_ONLY),
            Map.entry("pg_mcv_list", READ_ONLY),
            Map.entry("pg_brin_bloom_summary", READ_ONLY),
            Map.entry("pg_brin_minmax_multi_summary", READ_ONLY),
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
        values.put(
                "CharSequence",
                List.of("1", "00000000-0000-0000-0000-000000000000", "0/1", "::1", "08002b010203", "08002b0102030405"));
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
        values.put("boolean[]", List.of(new boolean[] {true}));
        values.put("short[]", List.of(new short[] {1}));
        values.put("long[]", List.of(new long[] {1}));
        values.put("float[]", List.of(new float[] {1}));
        values.put("double[]", List.of(new double[] {1}));
        for (Object value : new Object[] {
            new Money(1),
            Inet.parse("::1"),
            Cidr.parse("::1"),
            BitString.parse("1"),
            new Point(1, 1),
            new Line(1, 1, 1),
            new LineSegment(new Point(1, 1), new Point(2, 2)),
            new Box(new Point(1, 1), new Point(0, 0)),
            new Circle(new Point(1, 1), 1),
            io.pgnative.client.Path.open(new Point(1, 1)),
            Polygon.of(new Point(1, 1)),
            new Tid(1, 1),
            PgLsn.ZERO,
            new PgSnapshot(1, 1, List.of()),
            SparseVector.of(1)
        }) {
            values.put(value.getClass().getSimpleName(), List.of(value));
        }
        values.put("MacAddress", List.of(MacAddress.of(new byte[6]), MacAddress.of(new byte[8])));
        values.put("InetAddress", List.of(Inet.parse("::1").address()));
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

    /** Of what has no binary format the arrays are text. */
    private static String array(ScalarCodec codec) {
        if (codec.arrayOid() == ScalarCodec.NO_ARRAY) {
            return "no";
        }
        return TypeRegistry.byOid(codec.arrayOid()).javaType().isArray() ? "yes" : "as text";
    }

    private static String extensions() {
        StringBuilder table = new StringBuilder("""
                | PostgreSQL | Java | Also read as | Parameters | Exchanged |
                | --- | --- | --- | --- | --- |
                """);
        for (String name : new TreeSet<>(ExtensionTypes.names())) {
            ScalarCodec codec = ValidValues.codec(name);
            table.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(codec.javaType().getSimpleName());
            table.append(" | ").append(alternatives(codec)).append(" | ").append(taken(codec));
            table.append(" | ").append(codec.isBinary() ? "binary" : "as text").append(" |\n");
        }
        return table.toString();
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
                table.append(array(scalar));
                table.append(" | ").append(codec.javaType().getSimpleName());
                table.append(" | ").append(alternatives(scalar));
                table.append(" | ").append(taken(codec));
                table.append(" | ").append(EDGES.getOrDefault(name, "")).append(" |\n");
            }
        }
        return table.toString();
    }

    private static String replaced(String document, String begin, String end, String table) {
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        assertThat(from).isPositive();
        assertThat(to).isGreaterThan(from);
        return document.substring(0, from + begin.length()) + "\n" + table + "\n" + document.substring(to);
    }

    @Test
    void documentsEachTypeAsItIs() throws IOException {
        String document = Files.readString(DOCUMENT);
        String expected =
                replaced(replaced(document, BEGIN, END, table()), EXTENSIONS_BEGIN, EXTENSIONS_END, extensions());
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
            if (codec instanceof ScalarCodec && !READ_ONLY.equals(EDGES.get(codec.typeName()))) {
                assertThat(taken(codec)).as(codec.typeName()).isNotEmpty();
            }
        }
    }
}
