package io.pgnative.client.type;

import io.pgnative.client.type.TypeInfo.Kind;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The codecs by OID. */
public final class TypeRegistry {

    /** A new family of types is a new file and a line here; the array types come by themselves. */
    private static final List<List<ScalarCodec>> FAMILIES = List.of(
            BoolType.codecs(),
            IntegerTypes.codecs(),
            OidTypes.codecs(),
            Xid8Type.codecs(),
            FloatTypes.codecs(),
            NumericType.codecs(),
            TextTypes.codecs(),
            CharType.codecs(),
            ByteaType.codecs(),
            UuidType.codecs(),
            DateTimeTypes.codecs(),
            TimestampTypes.codecs(),
            IntervalType.codecs(),
            JsonTypes.codecs(),
            JsonPathType.codecs(),
            MoneyType.codecs(),
            NetworkTypes.codecs(),
            MacAddressTypes.codecs(),
            BitTypes.codecs(),
            GeometricTypes.codecs(),
            PathTypes.codecs(),
            TsVectorType.codecs(),
            TsQueryType.codecs(),
            TidType.codecs(),
            PgLsnType.codecs(),
            SnapshotTypes.codecs(),
            NumberVectorTypes.codecs(),
            RegTypes.codecs(),
            SystemTypes.codecs(),
            VoidType.codecs());

    /** Ranges, their multiranges, and the arrays of both. */
    private static final List<Ranges> RANGES = List.of(
            new Ranges(23, "int4range", 3904, 3905, "int4multirange", 4451, 6150),
            new Ranges(1700, "numrange", 3906, 3907, "nummultirange", 4532, 6151),
            new Ranges(1114, "tsrange", 3908, 3909, "tsmultirange", 4533, 6152),
            new Ranges(1184, "tstzrange", 3910, 3911, "tstzmultirange", 4534, 6153),
            new Ranges(1082, "daterange", 3912, 3913, "datemultirange", 4535, 6155),
            new Ranges(20, "int8range", 3926, 3927, "int8multirange", 4536, 6157));

    private static final int BOX = 603;
    private static final int RECORD_ARRAY = 2287;

    private static final Map<Integer, TypeMap.Entry> ENTRIES = builtinEntries();

    private static final Map<Integer, Integer> ARRAYS = ENTRIES.values().stream()
            .map(TypeMap.Entry::info)
            .filter(info -> info.kind() == Kind.ARRAY)
            .collect(Collectors.toMap(TypeInfo::component, TypeInfo::oid));

    private static final List<Codec> BUILTINS =
            ENTRIES.values().stream().map(TypeMap.Entry::codec).toList();

    /** The types made of one subtype. */
    private record Ranges(
            int subtype,
            String range,
            int rangeOid,
            int rangeArray,
            String multirange,
            int multirangeOid,
            int multirangeArray) {}

    private TypeRegistry() {}

    /**
     * The codec of a type.
     *
     * @param oid the type's OID
     * @return its codec; for a type that is not known one that exchanges text
     */
    public static Codec byOid(int oid) {
        return TypeMap.BUILTIN.get(oid);
    }

    /**
     * The array type of a type.
     *
     * @param oid the OID of the element type
     * @return the OID of its array type; 0 if it has none or is not known
     */
    public static int arrayOid(int oid) {
        return ARRAYS.getOrDefault(oid, ScalarCodec.NO_ARRAY);
    }

    /**
     * The types that are known from the beginning.
     *
     * @return their codecs, those of the array types among them
     */
    public static Collection<Codec> builtins() {
        return BUILTINS;
    }

    /** The same with what they are made of, by OID, parts before what is made of them. */
    static Map<Integer, TypeMap.Entry> entries() {
        return ENTRIES;
    }

    private static Map<Integer, TypeMap.Entry> builtinEntries() {
        Map<Integer, TypeMap.Entry> all = new LinkedHashMap<>();
        for (List<ScalarCodec> family : FAMILIES) {
            for (ScalarCodec codec : family) {
                add(all, codec, Kind.BASE, null);
                if (codec.arrayOid() != ScalarCodec.NO_ARRAY) {
                    addArray(all, codec.arrayOid(), codec);
                }
            }
        }
        for (Ranges ranges : RANGES) {
            Codec subtype = Objects.requireNonNull(all.get(ranges.subtype())).codec();
            RangeCodec range = new RangeCodec(ranges.rangeOid(), ranges.range(), subtype);
            add(all, range, Kind.RANGE, subtype);
            addArray(all, ranges.rangeArray(), range);
            MultirangeCodec multirange = new MultirangeCodec(ranges.multirangeOid(), ranges.multirange(), range);
            add(all, multirange, Kind.MULTIRANGE, range);
            addArray(all, ranges.multirangeArray(), multirange);
        }
        RecordCodec anonymous = new RecordCodec(TypeRegistry::byOid);
        add(all, anonymous, Kind.PSEUDO, null);
        addArray(all, RECORD_ARRAY, anonymous);
        add(all, new AnyArrayCodec(TypeRegistry::byOid), Kind.PSEUDO, null);
        return Collections.unmodifiableMap(all);
    }

    private static void addArray(Map<Integer, TypeMap.Entry> all, int oid, Codec element) {
        add(
                all,
                new ArrayCodec(oid, element.typeName() + "[]", element, delimiter(element.oid())),
                Kind.ARRAY,
                element);
    }

    /** What stands between the elements of an array in its text form. */
    static char delimiter(int elementOid) {
        return elementOid == BOX ? ';' : ',';
    }

    private static void add(Map<Integer, TypeMap.Entry> all, Codec codec, Kind kind, @Nullable Codec part) {
        int partOid = part == null ? 0 : part.oid();
        TypeInfo info = TypeInfo.builtin(codec.oid(), codec.typeName(), kind, partOid, delimiter(partOid));
        TypeMap.Entry before =
                all.put(codec.oid(), new TypeMap.Entry(info, null, part == null ? List.of() : List.of(part), codec));
        if (before != null) {
            throw new IllegalStateException("two codecs for the OID " + codec.oid());
        }
    }
}
