package io.pgnative.client.type;

import io.pgnative.client.BitString;
import io.pgnative.client.Box;
import io.pgnative.client.Cidr;
import io.pgnative.client.Circle;
import io.pgnative.client.Inet;
import io.pgnative.client.Interval;
import io.pgnative.client.Line;
import io.pgnative.client.LineSegment;
import io.pgnative.client.MacAddress;
import io.pgnative.client.Money;
import io.pgnative.client.Path;
import io.pgnative.client.PgLsn;
import io.pgnative.client.PgSnapshot;
import io.pgnative.client.Point;
import io.pgnative.client.Polygon;
import io.pgnative.client.SparseVector;
import io.pgnative.client.Tid;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Values of every type that is exchanged in binary, to be damaged. */
final class ValidValues {

    private static final Point POINT = new Point(1.5, -2);

    static final Map<String, List<Object>> BY_TYPE = Map.ofEntries(
            Map.entry("bool", List.of(true)),
            Map.entry("int2", List.of(-2)),
            Map.entry("int4", List.of(4)),
            Map.entry("int8", List.of(-8L)),
            Map.entry("oid", List.of(4294967295L)),
            Map.entry("xid", List.of(1)),
            Map.entry("cid", List.of(1)),
            Map.entry("xid8", List.of(-1L)),
            Map.entry("float4", List.of(1.5f, Float.NaN)),
            Map.entry("float8", List.of(1e300, Double.NEGATIVE_INFINITY)),
            Map.entry("numeric", List.of(new BigDecimal("-12345.678900"), new BigDecimal("1E30"))),
            Map.entry("text", List.of("a\u20ac")),
            Map.entry("varchar", List.of("a\u20ac")),
            Map.entry("bpchar", List.of("a ")),
            Map.entry("name", List.of("a")),
            Map.entry("xml", List.of("<a/>")),
            Map.entry("refcursor", List.of("c")),
            Map.entry("cstring", List.of("c")),
            Map.entry("unknown", List.of("u")),
            Map.entry("char", List.of("a")),
            Map.entry("bytea", List.of(new byte[] {0, 92, -1})),
            Map.entry("uuid", List.of(new UUID(1, 2))),
            Map.entry("date", List.of(LocalDate.of(-43, 3, 15), LocalDate.MAX)),
            Map.entry("time", List.of(LocalTime.NOON, LocalTime.MAX)),
            Map.entry("timetz", List.of(LocalTime.NOON.atOffset(ZoneOffset.ofHoursMinutesSeconds(5, 30, 15)))),
            Map.entry("timestamp", List.of(LocalDate.EPOCH.atTime(1, 2, 3, 4000))),
            Map.entry("timestamptz", List.of(LocalDate.EPOCH.atTime(1, 2).atOffset(ZoneOffset.UTC))),
            Map.entry("interval", List.of(new Interval(14, -3, 1_500_000), Interval.INFINITY)),
            Map.entry("json", List.of("{\"a\":[1,null]}")),
            Map.entry("jsonb", List.of("{\"a\":[1,null]}")),
            Map.entry("jsonpath", List.of("$.\"a\"")),
            Map.entry("money", List.of(new Money(-150))),
            Map.entry("inet", List.of(Inet.parse("10.1.2.3/8"), Inet.parse("::ffff:1.2.3.4"))),
            Map.entry("cidr", List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("2001:db8::/32"))),
            Map.entry("macaddr", List.of(MacAddress.parse("08:00:2b:01:02:03"))),
            Map.entry("macaddr8", List.of(MacAddress.parse("08002b0102030405"))),
            Map.entry("bit", List.of(BitString.parse("101"))),
            Map.entry("varbit", List.of(BitString.parse("1010101011"))),
            Map.entry("point", List.of(POINT)),
            Map.entry("line", List.of(new Line(1, 2, 3))),
            Map.entry("lseg", List.of(new LineSegment(POINT, POINT))),
            Map.entry("box", List.of(new Box(POINT, POINT))),
            Map.entry("circle", List.of(new Circle(POINT, 3))),
            Map.entry("path", List.of(Path.open(POINT, POINT), Path.closed(POINT))),
            Map.entry("polygon", List.of(Polygon.of(POINT, POINT, POINT))),
            Map.entry("tsvector", List.of("'a b':3A,1 'c''d\\\\e' x:16383")),
            Map.entry("tsquery", List.of("!a & (b <-> 'c d':*AB | d <3> e)")),
            Map.entry("tid", List.of(new Tid(4294967295L, 65535))),
            Map.entry("pg_lsn", List.of(PgLsn.parse("16/B374D848"))),
            Map.entry("pg_snapshot", List.of(new PgSnapshot(10, 20, List.of(12L, 14L)))),
            Map.entry("txid_snapshot", List.of(new PgSnapshot(10, 20, List.of()))),
            Map.entry("int2vector", List.of(new short[] {1, -2})),
            Map.entry("oidvector", List.of(new long[] {1, 4294967295L})),
            Map.entry("void", List.of("")),
            Map.entry("vector", List.of(new float[] {1.5f, -2, 0})),
            Map.entry("halfvec", List.of(new float[] {1.5f, -2, 0})),
            Map.entry("sparsevec", List.of(SparseVector.of(0, 1.5f, 0, -2, 0))),
            Map.entry("hstore", List.of(Map.of("a\"\\", "1", "b", ""))),
            Map.entry("citext", List.of("A")),
            Map.entry("ltree", List.of("a.b")),
            Map.entry("lquery", List.of("a.*")),
            Map.entry("ltxtquery", List.of("a & b")));

    private ValidValues() {}

    static ScalarCodec codec(String typeName) {
        ExtensionTypes.Maker maker = ExtensionTypes.maker(typeName);
        return maker != null ? maker.make(100_000, ScalarCodec.NO_ARRAY) : (ScalarCodec) Codecs.codec(typeName);
    }
}
