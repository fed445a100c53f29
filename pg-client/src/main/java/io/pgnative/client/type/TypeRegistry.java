package io.pgnative.client.type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final int BOX = 603;

    /** The array types of types that are no scalars, by the OIDs of these. */
    private static final Map<Integer, Integer> ARRAYS_OF_CONTAINERS = new HashMap<>();

    private static final List<Codec> BUILTINS = builtinCodecs();

    /** Open addressing, at most a quarter full: a look-up is one probe or two and allocates nothing. */
    private static final @Nullable Codec[] TABLE = table(BUILTINS);

    /** More than these are made anew each time, lest a server could fill the memory with OIDs. */
    private static final int MAX_UNKNOWN = 4096;

    private static final ConcurrentHashMap<Integer, Codec> UNKNOWN = new ConcurrentHashMap<>();

    private TypeRegistry() {}

    /**
     * The codec of a type.
     *
     * @param oid the type's OID
     * @return its codec; for a type that is not known one that exchanges text
     */
    public static Codec byOid(int oid) {
        Codec codec = find(TABLE, oid);
        return codec != null ? codec : unknown(oid);
    }

    /** For types that values name: what is not known is not kept, since nobody vouches for it. */
    private static Codec namedByValue(int oid) {
        Codec codec = find(TABLE, oid);
        return codec != null ? codec : TextTypes.unknown(oid);
    }

    /**
     * The array type of a type.
     *
     * @param oid the OID of the element type
     * @return the OID of its array type; 0 if it has none or is not known
     */
    public static int arrayOid(int oid) {
        return find(TABLE, oid) instanceof ScalarCodec scalar
                ? scalar.arrayOid()
                : ARRAYS_OF_CONTAINERS.getOrDefault(oid, ScalarCodec.NO_ARRAY);
    }

    /**
     * The types that are known from the beginning.
     *
     * @return their codecs, those of the array types among them
     */
    public static Collection<Codec> builtins() {
        return BUILTINS;
    }

    private static @Nullable Codec find(@Nullable Codec[] table, int oid) {
        int mask = table.length - 1;
        for (int i = slot(oid, mask); ; i = (i + 1) & mask) {
            Codec codec = table[i];
            if (codec == null || codec.oid() == oid) {
                return codec;
            }
        }
    }

    private static int slot(int oid, int mask) {
        int hash = oid * 0x9E3779B9;
        return (hash ^ hash >>> 16) & mask;
    }

    private static Codec unknown(int oid) {
        Codec known = UNKNOWN.get(oid);
        if (known != null) {
            return known;
        }
        Codec codec = TextTypes.unknown(oid);
        if (UNKNOWN.size() >= MAX_UNKNOWN) {
            return codec;
        }
        Codec earlier = UNKNOWN.putIfAbsent(oid, codec);
        return earlier != null ? earlier : codec;
    }

    private static List<Codec> builtinCodecs() {
        List<Codec> all = new ArrayList<>();
        for (List<ScalarCodec> family : FAMILIES) {
            for (ScalarCodec codec : family) {
                all.add(codec);
                if (codec.arrayOid() != ScalarCodec.NO_ARRAY) {
                    all.add(array(codec.arrayOid(), codec));
                }
            }
        }
        BuiltinContainers.codecs(TypeRegistry::namedByValue, List.copyOf(all)).forEach((codec, arrayOid) -> {
            all.add(codec);
            if (arrayOid != ScalarCodec.NO_ARRAY) {
                all.add(array(arrayOid, codec));
                ARRAYS_OF_CONTAINERS.put(codec.oid(), arrayOid);
            }
        });
        return Collections.unmodifiableList(all);
    }

    private static Codec array(int oid, Codec element) {
        return new ArrayCodec(oid, element.typeName() + "[]", element, delimiter(element.oid()));
    }

    /** What stands between the elements of an array in its text form. */
    static char delimiter(int elementOid) {
        return elementOid == BOX ? ';' : ',';
    }

    private static @Nullable Codec[] table(List<Codec> codecs) {
        @Nullable Codec[] table = new @Nullable Codec[Integer.highestOneBit(codecs.size()) * 8];
        int mask = table.length - 1;
        for (Codec codec : codecs) {
            int i = slot(codec.oid(), mask);
            while (table[i] != null) {
                i = (i + 1) & mask;
            }
            table[i] = codec;
        }
        return table;
    }
}
