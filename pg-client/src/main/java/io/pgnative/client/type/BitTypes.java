package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.BitString;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** {@code bit} and {@code varbit}: the number of bits in 32 bits, then the bits, the first being the highest. */
final class BitTypes {

    private static final String GIVE =
            "a BitString (of a BitSet: BitString.of(bits, length)), a boolean[], a Boolean or a String of 0 and 1";

    private BitTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new BitCodec(1560, 1561, "bit"), new BitCodec(1562, 1563, "varbit"));
    }

    private static final class BitCodec extends ScalarCodec {

        private static final int HEADER = 4;

        private static final Alternatives ALTERNATIVES = Alternatives.builder()
                .add(BitSet.class, (codec, bytes, offset, length) -> bits(codec, bytes, offset, length)
                        .toBitSet())
                .add(boolean[].class, (codec, bytes, offset, length) -> bits(codec, bytes, offset, length)
                        .toBooleanArray())
                .add(Boolean.class, Codec::getBoolean)
                .build();

        BitCodec(int oid, int arrayOid, String typeName) {
            super(oid, arrayOid, typeName, BitString.class, ALTERNATIVES);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            BitString bits;
            if (value instanceof BitString given) {
                bits = given;
            } else if (value instanceof boolean[] array) {
                bits = BitString.of(array);
            } else if (value instanceof Boolean bit) {
                bits = BitString.of(bit);
            } else if (value instanceof CharSequence text) {
                bits = Given.valid(() -> BitString.parse(text));
            } else {
                throw doesNotTake(value, GIVE);
            }
            out.writeInt(bits.length());
            out.writeBytes(bits.toByteArray());
        }

        private static BitString bits(Codec codec, byte[] bytes, int offset, int length) {
            return ((BitCodec) codec).decode(bytes, offset, length);
        }

        @Override
        public BitString decode(byte[] bytes, int offset, int length) {
            if (length < HEADER) {
                throw new DecodeException("malformed " + typeName() + ": its header is cut off");
            }
            int count = Bytes.getInt(bytes, offset);
            byte[] packed = Arrays.copyOfRange(bytes, offset + HEADER, offset + length);
            return Given.received(typeName(), () -> BitString.of(packed, count));
        }

        @Override
        public boolean getBoolean(byte[] bytes, int offset, int length) {
            BitString bits = decode(bytes, offset, length);
            if (bits.length() != 1) {
                throw new DecodeException(
                        "a " + typeName() + " of " + bits.length() + " bits cannot be read as boolean");
            }
            return bits.get(0);
        }
    }
}
