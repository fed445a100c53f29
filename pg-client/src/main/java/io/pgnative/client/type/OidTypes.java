package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** {@code oid}, {@code xid} and {@code cid}: 32 bits without a sign. */
final class OidTypes {

    private OidTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(
                new Unsigned32(26, 1028, "oid"), new Unsigned32(28, 1011, "xid"), new Unsigned32(29, 1012, "cid"));
    }

    private static final class Unsigned32 extends IntegerCodec {

        private static final long MAX = 0xFFFF_FFFFL;

        Unsigned32(int oid, int arrayOid, String typeName) {
            super(oid, arrayOid, typeName, Long.class);
        }

        @Override
        void encodeLong(long value, ByteBuf out) {
            if (value < 0 || value > MAX) {
                throw outOfRange();
            }
            out.writeInt((int) value);
        }

        @Override
        public Long decode(byte[] bytes, int offset, int length) {
            return getLong(bytes, offset, length);
        }

        @Override
        public long getLong(byte[] bytes, int offset, int length) {
            expectLength(length, 4);
            return Integer.toUnsignedLong(Bytes.getInt(bytes, offset));
        }
    }
}
