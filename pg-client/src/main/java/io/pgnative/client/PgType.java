package io.pgnative.client;

/**
 * A type of the database.
 *
 * @param oid its OID
 * @param schema the schema it lives in, {@code pg_catalog} for built-in types; empty if the server does not know it
 * @param name its name as in {@code pg_type}, such as {@code int4}; arrays as {@code int4[]}
 * @param kind what it is made of
 */
public record PgType(int oid, String schema, String name, Kind kind) {

    /** What a type is made of. */
    public enum Kind {
        /** A type of its own. */
        BASE,
        /** Elements of one type. */
        ARRAY,
        /** Attributes, of a type of its own or of a table. */
        COMPOSITE,
        /** Another type, with constraints. */
        DOMAIN,
        /** One of some labels. */
        ENUM,
        /** Bounds of one type. */
        RANGE,
        /** Ranges of one type. */
        MULTIRANGE,
        /** No type of stored values. */
        PSEUDO
    }
}
