package io.pgnative.client.type;

/** How large a value may be. */
final class ValueSize {

    /** What the server can hold in one field: MaxAllocSize. */
    private static final long MAX_BYTES = 0x3fffffff;

    private ValueSize() {}

    /** To be asked before anything is written, since a buffer is not to grow for what cannot be sent. */
    static void require(long bytes) {
        if (bytes > MAX_BYTES) {
            throw new EncodeException("is longer than the 1 GiB that PostgreSQL can hold in a value");
        }
    }
}
