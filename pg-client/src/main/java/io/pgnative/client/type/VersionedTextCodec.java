package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;

/** A type whose binary format is a version byte, which is 1, and its text. */
final class VersionedTextCodec extends ScalarCodec {

    private static final int VERSION = 1;

    private static final Alternatives ALTERNATIVES =
            Alternatives.builder().add(CharSequence.class, Codec::getString).build();

    VersionedTextCodec(int oid, int arrayOid, String typeName) {
        super(oid, arrayOid, typeName, String.class, ALTERNATIVES);
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (!(value instanceof CharSequence text)) {
            throw doesNotTake(value, "a String");
        }
        out.writeByte(VERSION);
        Utf8.encode(text, out);
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
        if (length == 0 || bytes[offset] != VERSION) {
            throw new DecodeException("malformed " + typeName() + ": the version is not " + VERSION);
        }
        return Utf8.decode(bytes, offset + 1, length - 1);
    }

    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return decode(bytes, offset, length);
    }
}
