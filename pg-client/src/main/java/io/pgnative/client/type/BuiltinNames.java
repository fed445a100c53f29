package io.pgnative.client.type;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the client's codecs by the names of their types, as in {@code pg_type} or as SQL spells them. */
final class BuiltinNames {

    /** It is only asked for how it reads and writes. */
    private static final int NO_OID = 0;

    private static final String CATALOG = "pg_catalog.";

    private static final Map<String, String> SQL_SPELLINGS = Map.ofEntries(
            Map.entry("boolean", "bool"),
            Map.entry("smallint", "int2"),
            Map.entry("int", "int4"),
            Map.entry("integer", "int4"),
            Map.entry("bigint", "int8"),
            Map.entry("real", "float4"),
            Map.entry("float", "float8"),
            Map.entry("double precision", "float8"),
            Map.entry("decimal", "numeric"),
            Map.entry("dec", "numeric"),
            Map.entry("char", "bpchar"),
            Map.entry("character", "bpchar"),
            Map.entry("character varying", "varchar"),
            Map.entry("bit varying", "varbit"),
            Map.entry("time without time zone", "time"),
            Map.entry("time with time zone", "timetz"),
            Map.entry("timestamp without time zone", "timestamp"),
            Map.entry("timestamp with time zone", "timestamptz"));

    private static final Map<String, Codec> BY_NAME = byName();

    private BuiltinNames() {}

    private static Map<String, Codec> byName() {
        Map<String, Codec> codecs = new HashMap<>();
        for (Codec codec : TypeRegistry.builtins()) {
            codecs.put(codec.typeName(), codec);
        }
        return codecs;
    }

    /** The codec of a type; null when there is none of that name. */
    static @Nullable Codec find(String typeName) {
        String name = typeName.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        String bare = name.startsWith(CATALOG) ? name.substring(CATALOG.length()) : name;
        Codec builtin = BY_NAME.get(SQL_SPELLINGS.getOrDefault(bare, bare));
        if (builtin != null) {
            return builtin;
        }
        ExtensionTypes.Maker maker = ExtensionTypes.maker(bare);
        return maker == null ? null : maker.make(NO_OID, ScalarCodec.NO_ARRAY);
    }
}
