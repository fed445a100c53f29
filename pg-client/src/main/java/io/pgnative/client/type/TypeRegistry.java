package io.pgnative.client.type;

/** The codecs by OID. */
public final class TypeRegistry {

    private TypeRegistry() {}

    /**
     * The codec of a type.
     *
     * @param oid the type's OID
     * @return its codec; for a type that is not known one that exchanges text
     */
    public static Codec byOid(int oid) {
        throw new UnsupportedOperationException(Integer.toUnsignedString(oid));
    }
}
