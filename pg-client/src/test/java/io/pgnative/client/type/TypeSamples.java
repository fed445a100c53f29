package io.pgnative.client.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a server is asked to make values from: SQL expressions for each type. */
final class TypeSamples {

    private static final String DIGITS = "translate(md5(random()::text) || md5(random()::text), 'abcdef', '270915')";

    /** Refers to n, or the server would take the text of the first row for all. */
    private static final String TEXT = "(select coalesce(string_agg(case when random() < 0.7"
            + " then chr(32 + floor(random() * 95)::int)"
            + " else (array[chr(1), chr(9), chr(10), chr(13), chr(34), chr(39), chr(44), chr(92), chr(123), chr(125),"
            + " chr(223), chr(8364), chr(55295), chr(57344), chr(65533), chr(128512), chr(1114111)])"
            + "[1 + floor(random() * 17)::int] end, ''), '') from generate_series(1, n % 40))";

    private static final String JSON_TEXT = "to_jsonb(" + TEXT + ")";

    private static final String SIGN = "(case when random() < 0.5 then '-' else '' end)";

    private static final Map<String, String> RANDOM = new HashMap<>();

    static {
        RANDOM.putAll(commonTypes());
        RANDOM.putAll(OtherTypeSamples.random(TEXT));
    }

    private static Map<String, String> commonTypes() {
        return Map.ofEntries(
                Map.entry("bool", "random() < 0.5"),
                Map.entry("int2", "(floor(random() * 65536) - 32768)::int2"),
                Map.entry("int4", "(floor(random() * 4294967296) - 2147483648)::int4"),
                Map.entry("int8", "('x' || left(md5(random()::text), 16))::bit(64)::int8"),
                Map.entry("oid", "floor(random() * 4294967296)::int8::oid"),
                Map.entry("float4", "((random() - 0.5) * power(10::float8, floor(random() * 74) - 36))::float4"),
                Map.entry("float8", "(random() - 0.5) * power(10::float8, floor(random() * 600) - 300)"),
                Map.entry(
                        "numeric",
                        "(" + SIGN + " || left(" + DIGITS + ", 1 + n % 61) || '.' || left(" + DIGITS + ", n % 53)"
                                + " || case n % 3 when 0 then 'e' || (floor(random() * 300) - 150)::text else '' end)"
                                + "::numeric"),
                Map.entry("text", TEXT),
                Map.entry("varchar", TEXT + "::varchar"),
                Map.entry("bpchar", "(" + TEXT + " || repeat(' ', n % 3))::bpchar"),
                Map.entry("name", TEXT + "::name"),
                Map.entry("char", "(n % 256 - 128)::\"char\""),
                Map.entry("bytea", "substr(decode(md5(random()::text) || md5(random()::text), 'hex'), 1, n % 33)"),
                Map.entry("uuid", "md5(random()::text)::uuid"),
                Map.entry(
                        "date",
                        "date '2000-01-01' + case n % 3 when 0 then floor(random() * 2147483)::int * 998 - 2451545"
                                + " else floor(random() * 200000)::int - 100000 end"),
                Map.entry("time", "time '00:00' + floor(random() * 86400000000) * interval '1 microsecond'"),
                Map.entry(
                        "timetz",
                        "((time '00:00' + floor(random() * 86400000000) * interval '1 microsecond')::text"
                                + " || case when random() < 0.5 then '-' else '+' end"
                                + " || (time '00:00' + floor(random() * 57599) * interval '1 second')::text)::timetz"),
                Map.entry(
                        "timestamp",
                        "timestamp '2000-01-01' + floor(random() * 2e12 - 2e11) * interval '1 second'"
                                + " + floor(random() * 1e6) * interval '1 microsecond'"),
                Map.entry(
                        "timestamptz",
                        "timestamptz '2000-01-01' + floor(random() * 2e12 - 2e11) * interval '1 second'"
                                + " + floor(random() * 1e6) * interval '1 microsecond'"),
                Map.entry(
                        "interval",
                        "make_interval(months => floor(random() * 4000)::int - 2000,"
                                + " days => case n % 3 when 0 then 0 else floor(random() * 4000)::int - 2000 end,"
                                + " secs => case n % 4 when 0 then 0 else round((random() * 2e6 - 1e6)::numeric, 6) end)"),
                Map.entry("json", jsonb() + "::json"),
                Map.entry("jsonb", jsonb()));
    }

    private static final Map<String, List<String>> LITERALS = Map.ofEntries(
            Map.entry("bool", List.of("true", "false")),
            Map.entry("int2", List.of("-32768", "-1", "0", "1", "32767")),
            Map.entry("int4", List.of("-2147483648", "-1", "0", "1", "2147483647")),
            Map.entry("int8", List.of("-9223372036854775808", "-1", "0", "1", "9223372036854775807")),
            Map.entry("oid", List.of("0", "1", "2147483647", "2147483648", "4294967295")),
            Map.entry("float4", List.of("0", "-0", "0.1", "3.4028235e38", "-3.4028235e38", "1.2e-38", "1e-45", "NaN")),
            Map.entry("float8", List.of("0", "-0", "0.1", "1.7976931348623157e308", "5e-324", "2.2e-308", "NaN")),
            Map.entry(
                    "numeric",
                    List.of(
                            "0",
                            "0.000",
                            "-0.0",
                            "20000",
                            "1E1000",
                            "1E-1000",
                            "1E131071",
                            "1E-16383",
                            "NaN",
                            "0.1",
                            "9999",
                            "10000",
                            "0.0001",
                            "0.00010",
                            "99999999.99999999",
                            "-9223372036854775808.5")),
            Map.entry("text", List.of("", "NULL", "null", "\\", "\"", "{}", ",", " ", "\u00a0", "\u2028")),
            Map.entry("varchar", List.of("", "NULL", "a,b")),
            Map.entry("bpchar", List.of("", "   ", "a  ")),
            Map.entry("name", List.of("", "x")),
            Map.entry("char", List.of("", "a", "\"", "\\", "{")),
            Map.entry("bytea", List.of("", "\\x00", "\\xff", "\\x5c")),
            Map.entry("uuid", List.of("00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff")),
            Map.entry(
                    "date",
                    List.of(
                            "4714-11-24 BC",
                            "5874897-12-31",
                            "infinity",
                            "-infinity",
                            "0044-03-15 BC",
                            "0001-12-31 BC",
                            "0001-01-01",
                            "10000-01-01",
                            "9999-12-31",
                            "2000-02-29",
                            "1969-12-31")),
            Map.entry("time", List.of("00:00", "00:00:00.000001", "12:00", "23:59:59.999999", "24:00")),
            Map.entry(
                    "timetz",
                    List.of("24:00+00", "00:00:00+05:30:15", "12:34:56.789-15:59:59", "24:00:00+15:59:59", "01:02-03")),
            Map.entry(
                    "timestamp",
                    List.of(
                            "4714-11-24 00:00 BC",
                            "294276-12-31 23:59:59.999999",
                            "infinity",
                            "-infinity",
                            "1999-12-31 23:59:59.999999",
                            "2000-01-01",
                            "0001-01-01 00:00 BC",
                            "1969-12-31 23:59:59")),
            Map.entry(
                    "timestamptz",
                    List.of(
                            "4714-11-24 00:00+00 BC",
                            "294276-12-31 23:59:59.999999+00",
                            "infinity",
                            "-infinity",
                            "2000-01-01 00:00+05:30:15",
                            "1900-01-01 00:00:00.000001+00",
                            "0001-01-01 00:00+00 BC")),
            Map.entry(
                    "interval",
                    List.of(
                            "0",
                            "1 year 2 mons 3 days 04:05:06.789",
                            "-1 mons +2 days -00:00:00.5",
                            "5 years",
                            "178000000 years",
                            "-178000000 years",
                            "2147483647 days",
                            "-2147483648 days",
                            "2147483647 months",
                            "-00:00:00.000001",
                            "1 day -1 hour")),
            Map.entry("json", JsonSamples.EXACT),
            Map.entry("jsonb", JsonSamples.EXACT));

    private TypeSamples() {}

    private static String jsonb() {
        return "case n % 5"
                + " when 0 then jsonb_build_object('n', floor(random() * 1e6), 's', " + JSON_TEXT
                + ", 'o', '{}'::jsonb)"
                + " when 1 then jsonb_build_array(null, true, random() < 0.5, n, " + JSON_TEXT + ", '[]'::jsonb)"
                + " when 2 then to_jsonb(" + DIGITS + "::numeric / 1000)"
                + " when 3 then " + JSON_TEXT
                + " else jsonb_build_object('deep', jsonb_build_array(jsonb_build_object('k', n / 7.0))) end";
    }

    /** An expression for a random value; n is the number of the row. */
    static String random(String typeName) {
        String expression = RANDOM.get(typeName);
        if (expression == null) {
            throw new AssertionError("no random values of " + typeName);
        }
        return expression;
    }

    /** Expressions for values at the edges of a type. */
    static List<String> edges(String typeName, int serverVersion) {
        List<String> edges = new ArrayList<>();
        for (String literal : LITERALS.getOrDefault(typeName, OtherTypeSamples.literals(typeName))) {
            edges.add("'" + literal.replace("'", "''") + "'");
        }
        edges.add("null");
        switch (typeName) {
            case "text", "varchar" -> edges.add("repeat('\u00e4x', 524288)");
            case "bytea" -> {
                edges.add("decode(repeat('00ff', 524288), 'hex')");
                edges.add("(select string_agg(set_byte('\\x00', 0, b), '' order by b) from generate_series(0, 255) b)");
                edges.add("(select string_agg(set_byte('\\x00', 0, b), '' order by b desc)"
                        + " from generate_series(0, 255) b)");
            }
            case "float4", "float8" -> Stream.of("'Infinity'", "'-Infinity'").forEach(edges::add);
            case "numeric" ->
                Stream.of("'Infinity'", "'-Infinity'", "(repeat('9', 131072) || '.' || repeat('8', 16383))::numeric")
                        .forEach(edges::add);
            case "interval" -> {
                edges.add("make_interval(months => 2147483647, days => 2147483647)");
                edges.add("make_interval(hours => 2147483647)");
                if (serverVersion >= 15) {
                    // Before, the server could not print more hours than fit 32 bits.
                    edges.add("'2562047788:00:54.775807'");
                    edges.add("'-2562047788 hours -54.775808 seconds'");
                }
                if (serverVersion >= 17) {
                    edges.add("'infinity'");
                    edges.add("'-infinity'");
                }
            }
            default -> {}
        }
        return edges;
    }
}
