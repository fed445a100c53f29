package io.pgnative.client.type;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The ranges, multiranges and pseudo types that every server has. */
final class BuiltinContainers {

    private static final int ARRAY_OF_RECORDS = 2287;

    /**
     * A range type.
     *
     * @param subtype the name of the type of its bounds, such as {@code int4}
     */
    private record RangeType(
            String subtype, String name, int range, int rangeArray, int multirange, int multirangeArray) {

        void add(Map<Codec, Integer> codecs, Codec bound) {
            RangeCodec ranges = new RangeCodec(range, name + "range", bound);
            codecs.put(ranges, rangeArray);
            codecs.put(new MultirangeCodec(multirange, name + "multirange", ranges), multirangeArray);
        }
    }

    private static final List<RangeType> RANGES = List.of(
            new RangeType("int4", "int4", 3904, 3905, 4451, 6150),
            new RangeType("int8", "int8", 3926, 3927, 4536, 6157),
            new RangeType("numeric", "num", 3906, 3907, 4532, 6151),
            new RangeType("date", "date", 3912, 3913, 4535, 6155),
            new RangeType("timestamp", "ts", 3908, 3909, 4533, 6152),
            new RangeType("timestamptz", "tstz", 3910, 3911, 4534, 6153));

    private BuiltinContainers() {}

    /**
     * Makes them.
     *
     * @param byOid gives codecs for the types that values name, when there are values
     * @param scalars the types that bounds are of
     * @return each with the OID of its array type, 0 for none
     */
    static Map<Codec, Integer> codecs(IntFunction<Codec> byOid, List<Codec> scalars) {
        Map<Codec, Integer> codecs = new LinkedHashMap<>();
        for (RangeType type : RANGES) {
            scalars.stream()
                    .filter(codec -> codec.typeName().equals(type.subtype()))
                    .forEach(bound -> type.add(codecs, bound));
        }
        codecs.put(new RecordCodec(byOid), ARRAY_OF_RECORDS);
        codecs.put(new AnyArrayCodec(byOid), ScalarCodec.NO_ARRAY);
        return codecs;
    }
}
