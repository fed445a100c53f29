package io.pgnative.client.type;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Types of extensions. Each database gives them OIDs of its own, so they are known by their names; a base type of such
 * a name that is not the extension's has another binary format, so whoever looks one up has to see that it is.
 */
final class ExtensionTypes {

    /** Makes the codec of a type whose OIDs are known. */
    @FunctionalInterface
    interface Maker {

        /**
         * Makes one.
         *
         * @param oid the type's OID
         * @param arrayOid that of its array type; {@link ScalarCodec#NO_ARRAY} if it has none
         */
        ScalarCodec make(int oid, int arrayOid);
    }

    private static final Map<String, Maker> MAKERS = Map.ofEntries(
            // pgvector
            Map.entry("vector", VectorTypes::vector),
            Map.entry("halfvec", VectorTypes::halfvec),
            Map.entry("sparsevec", VectorTypes::sparsevec),
            // contrib modules with a binary format
            Map.entry("hstore", HstoreType::new),
            Map.entry("citext", (oid, arrayOid) -> new TextCodec(oid, arrayOid, "citext", true)),
            Map.entry("ltree", (oid, arrayOid) -> new VersionedTextCodec(oid, arrayOid, "ltree")),
            Map.entry("lquery", (oid, arrayOid) -> new VersionedTextCodec(oid, arrayOid, "lquery")),
            Map.entry("ltxtquery", (oid, arrayOid) -> new VersionedTextCodec(oid, arrayOid, "ltxtquery")),
            // contrib modules that are read as text: without a binary format, or with one that tells no more
            asText("cube"),
            asText("seg"),
            asText("query_int"),
            asText("ean13"),
            asText("isbn"),
            asText("isbn13"),
            asText("ismn"),
            asText("ismn13"),
            asText("issn"),
            asText("issn13"),
            asText("upc"));

    private ExtensionTypes() {}

    private static Map.Entry<String, Maker> asText(String typeName) {
        return Map.entry(typeName, (oid, arrayOid) -> new TextCodec(oid, arrayOid, typeName, false));
    }

    /** The maker for a type's name as in {@code pg_type}; null for names that are not known. */
    static @Nullable Maker maker(String typeName) {
        return MAKERS.get(typeName);
    }

    /** All names that are known. */
    static Set<String> names() {
        return MAKERS.keySet();
    }
}
