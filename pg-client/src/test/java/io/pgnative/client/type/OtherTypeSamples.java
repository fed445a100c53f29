package io.pgnative.client.type;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values of the types that fewer tables have: those of the system, of networks, geometry and text search. */
final class OtherTypeSamples {

    private static final String UNSIGNED_32 = "('x' || left(md5(random()::text), 8))::bit(32)::int8";
    private static final String FLOAT = "((random() - 0.5) * power(10::float8, floor(random() * 40) - 20))";
    private static final String POINT = "point(" + FLOAT + ", " + FLOAT + ")";
    private static final String POINTS =
            "(select string_agg(" + POINT + "::text, ',') from generate_series(1, 1 + n % 9))";
    private static final String BITS = "substr(('x' || md5(random()::text))::bit(128)::text, 1, n % 129)";
    private static final String V4 = "floor(random() * 256)::int || '.' || floor(random() * 256)::int || '.'"
            + " || floor(random() * 256)::int || '.' || floor(random() * 256)::int";
    /** Half of the groups are 0, so that there are runs of them. */
    private static final String V6 = "regexp_replace(regexp_replace(md5(random()::text), '(....)(?!$)', '\\1:', 'g'),"
            + " '[89a-f][0-9a-f]{3}', '0', 'g')";

    private static final String INET = "(case n % 3 when 0 then " + V4 + " when 1 then " + V4
            + " || '/' || floor(random() * 33)::int else " + V6 + " || '/' || floor(random() * 129)::int end)::inet";
    private static final String SNAPSHOT =
            "(select a || ':' || a + 100 || ':' || (select coalesce(string_agg((a + 3 * i)"
                    + "::text, ',' order by i), '') from generate_series(1, n % 20) i)"
                    + " from (select 1 + floor(random() * 1e15)::int8 + 0 * n as a offset 0) s)";
    private static final String WORD = "('''' || replace(replace(left(md5(random()::text), 2 + n % 5)"
            + " || (array['', '''', '\\', ' ', ':', '\u20ac', '&', '\ud83d\ude00'])[1 + floor(random() * 8)::int],"
            + " '\\', '\\\\'), '''', '''''') || '''')";
    private static final String MODIFIED =
            "(" + WORD + " || (array['', '', '', ':A', ':*BC', ':*', ':ABCD'])[1 + floor(random() * 7)::int])::tsquery";

    private static final Map<String, List<String>> LITERALS = Map.ofEntries(
            Map.entry("xid", List.of("0", "1", "2147483648", "4294967295")),
            Map.entry("cid", List.of("0", "4294967295")),
            Map.entry("xid8", List.of("0", "9223372036854775807", "9223372036854775808", "18446744073709551615")),
            Map.entry("tid", List.of("(0,0)", "(4294967295,65535)", "(0,65535)", "(4294967295,0)")),
            Map.entry("pg_lsn", List.of("0/0", "FFFFFFFF/FFFFFFFF", "0/FFFFFFFF", "80000000/1")),
            Map.entry("pg_snapshot", List.of("1:1:", "1:9223372036854775807:1,2")),
            Map.entry("txid_snapshot", List.of("1:1:", "10:20:10,14,15")),
            Map.entry("money", List.of("0", "-92233720368547758.08", "92233720368547758.07", "-0.01", "1234567.89")),
            Map.entry(
                    "inet",
                    List.of(
                            "0.0.0.0/0",
                            "10.11.12.13/0",
                            "255.255.255.255",
                            "::",
                            "::1",
                            "::2",
                            "::/0",
                            "::1:0",
                            "::ffff:1.2.3.4",
                            "::ffff:0:1",
                            "::1.2.3.4/96",
                            "1::",
                            "1:0:0:2::3",
                            "1:0:0:2:0:0:3:4",
                            "1:2:3:4:5:6:7:0",
                            "0:2:3:4:5:6:7:8",
                            "fe80::1/64",
                            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")),
            Map.entry("cidr", List.of("0.0.0.0/0", "10.0.0.0/8", "1.2.3.4/32", "::/0", "::1/128", "2001:db8::/32")),
            Map.entry("macaddr", List.of("00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff")),
            Map.entry("macaddr8", List.of("00:00:00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff:ff:ff")),
            Map.entry("bit", List.of("", "0", "1", "101", "101010101")),
            Map.entry("varbit", List.of("", "0", "1", "101", "101010101", "00000000")),
            Map.entry("point", List.of("(0,-0)", "(NaN,Infinity)", "(-Infinity,5e-324)", "(0.1,1e300)")),
            Map.entry("line", List.of("{1,0,0}", "{0,-1,5e-324}")),
            Map.entry("lseg", List.of("[(0,0),(0,0)]", "[(1e300,-1),(NaN,2)]")),
            Map.entry("box", List.of("(0,0),(0,0)", "(2,1),(1,2)")),
            Map.entry("circle", List.of("<(0,0),0>", "<(1,2),Infinity>")),
            Map.entry("path", List.of("[(1,2)]", "((1,2))", "[(1,2),(3,4)]", "((1,2),(3,4))")),
            Map.entry("polygon", List.of("((1,2))", "((0,0),(0,1),(1,0))")),
            Map.entry(
                    "tsvector",
                    List.of(
                            "",
                            "a",
                            "'a b':3A,1 'c''d\\\\e' x:16383",
                            "a:1 a:1A a:2b b",
                            "x:5,4,3,2,1",
                            "\\'a \\b ':' a:99999",
                            "z y x \u20ac \u00fc")),
            Map.entry(
                    "tsquery",
                    List.of(
                            "a",
                            "!a & (b <-> 'c d':*AB | d <3> e)",
                            "!(!a) & !(a|b) <-> (c <-> d) <-> !(c & e)",
                            "a <0> b <16384> c",
                            "a & b | c & !d | (e | f) & g",
                            "!!!a",
                            "!(a <-> b) <-> (c <-> d)",
                            "((a) & (b))",
                            "'it''s':a & b\\ c")),
            Map.entry("jsonpath", List.of("$", "strict $.a[*] ? (@ > 1)", "$.\"\u20ac\"", "lax $[last]")),
            Map.entry("xml", List.of("", "text", "<a/>", "<a b=\"1\">\u20ac &amp; &lt;</a>", "<!-- c --><a/>")),
            Map.entry("refcursor", List.of("", "c", "\u20ac \"")),
            Map.entry("int2vector", List.of("-32768 32767", "0")),
            Map.entry("oidvector", List.of("0 4294967295", "2147483648")),
            Map.entry("regclass", List.of("-", "4294967295", "pg_class", "pg_toast.pg_toast_1255", "regs.\"a \"\"b\"")),
            Map.entry("regproc", List.of("-", "4294967295", "pg_backend_pid", "regs.f")),
            Map.entry("regprocedure", List.of("-", "abs(integer)", "regs.f(text,integer[])")),
            Map.entry("regoper", List.of("0", "4294967295", "|/", "||/")),
            Map.entry("regoperator", List.of("0", "+(integer,integer)", "-(NONE,integer)")),
            Map.entry("regtype", List.of("-", "integer", "time with time zone", "text[]", "regs.\"a \"\"b\"")),
            Map.entry("regcollation", List.of("-", "\"C\"", "\"POSIX\"")),
            Map.entry("regconfig", List.of("-", "simple", "english")),
            Map.entry("regdictionary", List.of("-", "simple")),
            Map.entry("regnamespace", List.of("-", "pg_catalog", "regs")),
            Map.entry("regrole", List.of("-", "pg_monitor")),
            Map.entry("aclitem", List.of("=r/pg_monitor", "pg_monitor=arwdDxt/pg_read_all_data")));

    private OtherTypeSamples() {}

    /** Expressions for random values; n is the number of the row. */
    static Map<String, String> random(String text) {
        Map<String, String> random = new HashMap<>();
        random.put("xid", "(" + UNSIGNED_32 + ")::text::xid");
        random.put("cid", "(" + UNSIGNED_32 + ")::text::cid");
        random.put("xid8", "((" + UNSIGNED_32 + ")::numeric * 4294967296 + " + UNSIGNED_32 + ")::text::xid8");
        random.put("tid", "('(' || " + UNSIGNED_32 + " || ',' || floor(random() * 65536)::int || ')')::tid");
        random.put("pg_lsn", "(to_hex(" + UNSIGNED_32 + ") || '/' || to_hex(" + UNSIGNED_32 + "))::pg_lsn");
        random.put("pg_snapshot", SNAPSHOT + "::pg_snapshot");
        random.put("txid_snapshot", SNAPSHOT + "::txid_snapshot");
        random.put(
                "money",
                "(('x' || left(md5(random()::text), 16))::bit(64)::int8::numeric / 10::numeric ^ (2 + n % 15))::money");
        random.put("inet", INET);
        random.put("cidr", "network(" + INET + ")");
        random.put("macaddr", "left(md5(random()::text), 12)::macaddr");
        random.put("macaddr8", "left(md5(random()::text), 16)::macaddr8");
        random.put("bit", BITS + "::\"bit\"");
        random.put("varbit", BITS + "::varbit");
        random.put("point", POINT);
        random.put(
                "line", "('{' || 1 + abs(" + FLOAT + ") || ',' || " + FLOAT + " || ',' || " + FLOAT + " || '}')::line");
        random.put("lseg", "lseg(" + POINT + ", " + POINT + ")");
        random.put("box", "box(" + POINT + ", " + POINT + ")");
        random.put("circle", "circle(" + POINT + ", abs(" + FLOAT + "))");
        random.put(
                "path",
                "(case n % 2 when 0 then '[' || " + POINTS + " || ']' else '(' || " + POINTS + " || ')' end)::path");
        random.put("polygon", "('(' || " + POINTS + " || ')')::polygon");
        random.put("tsvector", vector(text));
        random.put("tsquery", query(2));
        random.put(
                "jsonpath",
                "('$.\"k' || n || '\"' || (array['[*]', '.**', '.size()', ' ? (@ > ' || n || ')',"
                        + " '[1 to last]'])[1 + n % 5])::jsonpath");
        random.put("xml", "xmlelement(name a, xmlattributes(n as b), '<\u20ac&>' || md5(random()::text))");
        random.put("refcursor", text + "::refcursor");
        random.put(
                "int2vector",
                "(select coalesce(string_agg((floor(random() * 65536) - 32768)::text, ' '), '')"
                        + " from generate_series(1, 1 + n % 9))::int2vector");
        random.put(
                "oidvector",
                "(select coalesce(string_agg((" + UNSIGNED_32 + ")::text, ' '), '')"
                        + " from generate_series(1, 1 + n % 9))::oidvector");
        for (String[] named : new String[][] {
            {"regclass", "pg_class"},
            {"regprocedure", "pg_proc"},
            {"regoperator", "pg_operator"},
            {"regtype", "pg_type"},
            {"regcollation", "pg_collation where collencoding in (-1, 6)"},
            {"regconfig", "pg_ts_config"},
            {"regdictionary", "pg_ts_dict"},
            {"regnamespace", "pg_namespace"},
            {"regrole", "pg_roles"},
        }) {
            random.put(named[0], registered("select oid from " + named[1], named[0]));
        }
        // The names of the others are not unique, and the server refuses those that it has written itself.
        random.put("regproc", registered(unique("proname", "pg_proc"), "regproc"));
        random.put("regoper", registered(unique("oprname", "pg_operator"), "regoper"));
        random.put(
                "aclitem",
                "makeaclitem(" + registered("select oid from pg_roles", "oid") + ", "
                        + registered("select oid from pg_roles", "oid")
                        + ", (array['SELECT', 'INSERT', 'UPDATE', 'USAGE'])[1 + n % 4], n % 3 = 0)");
        return random;
    }

    private static String unique(String name, String table) {
        return "select min(oid) from " + table + " group by " + name + " having count(*) = 1";
    }

    /** One of ten is the OID of nothing. */
    private static String registered(String oids, String type) {
        return "(case when n % 10 = 0 and '" + type
                + "' <> 'oid' then 3000000000 + n else (select (array_agg(oid order by oid))"
                + "[1 + mod(n * 7919, count(*)::int)] from (" + oids
                + " order by 1 desc limit 200) o(oid))::int8 end)::oid::" + type;
    }

    private static String vector(String text) {
        return "case n % 4 when 0 then to_tsvector('english', " + text + ")"
                + " when 1 then setweight(to_tsvector('simple', md5(random()::text) || ' b c ' || " + text
                + "), (array['A', 'B', 'C', 'D']::\"char\"[])[1 + n / 4 % 4])"
                + " when 2 then strip(to_tsvector('simple', " + text + "))"
                + " else (" + WORD + " || ' ' || " + WORD + " || ':' || 1 + n || 'B,' || 2 + n)::tsvector end";
    }

    private static String query(int depth) {
        if (depth == 0) {
            return MODIFIED;
        }
        String one = query(depth - 1);
        return "(case floor(random() * 6)::int when 0 then " + one + " && " + one + " when 1 then " + one + " || " + one
                + " when 2 then tsquery_phrase(" + one + ", " + one + ", 1 + floor(random() * 3)::int)"
                + " when 3 then !!" + one + " when 4 then " + one + " <-> " + one + " else " + MODIFIED + " end)";
    }

    /** Values at the edges of a type, as text. */
    static List<String> literals(String typeName) {
        return LITERALS.getOrDefault(typeName, List.of());
    }
}
