package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code regclass} and its kin: OIDs that are shown as the names of what they stand for. Only the server knows these
 * names, so they are exchanged as text; it also takes an OID in the place of a name. Who wants the OID casts to
 * {@code oid}.
 */
final class RegTypes {

    private RegTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(
                new RegCodec(24, 1008, "regproc"),
                new RegCodec(2202, 2207, "regprocedure"),
                new RegCodec(2203, 2208, "regoper"),
                new RegCodec(2204, 2209, "regoperator"),
                new RegCodec(2205, 2210, "regclass"),
                new RegCodec(2206, 2211, "regtype"),
                new RegCodec(4191, 4192, "regcollation"),
                new RegCodec(3734, 3735, "regconfig"),
                new RegCodec(3769, 3770, "regdictionary"),
                new RegCodec(4089, 4090, "regnamespace"),
                new RegCodec(4096, 4097, "regrole"));
    }

    private static final class RegCodec extends ScalarCodec {

        private static final Alternatives ALTERNATIVES =
                Alternatives.builder().add(CharSequence.class, Codec::getString).build();

        private static final long MAX_OID = 0xFFFF_FFFFL;

        RegCodec(int oid, int arrayOid, String typeName) {
            super(oid, arrayOid, typeName, String.class, ALTERNATIVES);
        }

        @Override
        public boolean isBinary() {
            return false;
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (value instanceof CharSequence name) {
                Utf8.encode(name, out);
            } else if (value instanceof Integer || value instanceof Long) {
                long number = ((Number) value).longValue();
                if (number < 0 || number > MAX_OID) {
                    throw outOfRange();
                }
                out.writeCharSequence(Long.toString(number), StandardCharsets.US_ASCII);
            } else {
                throw doesNotTake(value, "a name as a String, or an OID as a Long");
            }
        }

        @Override
        public String decode(byte[] bytes, int offset, int length) {
            return Utf8.decode(bytes, offset, length);
        }

        @Override
        public String getString(byte[] bytes, int offset, int length) {
            return Utf8.decode(bytes, offset, length);
        }
    }
}
