package io.pgnative.benchmarks;

/** The columns of a result. Each client has a reader for each of them, which reads every column as its Java type. */
public enum Shape {
    /** One int4. */
    INT,
    /** int8, int4, text, bool, float8, timestamptz. */
    ITEM,
    /** Twelve columns of pg_type: name, 2 int8, int2, bool, "char", 2 bool, "char", 3 int8. */
    TYPE,
    /** One bytea, of which every byte is fetched, and four numbers about it are folded into the checksum. */
    BYTES,
    /** One int4[], of which every element is folded into the checksum. */
    INTS,
    /** int8, 2 int4, text, float8, bool, timestamptz. */
    LINE,
    /** No rows: the number of rows changed. */
    COUNT
}
