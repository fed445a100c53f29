package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.StringJoiner;

/**
 * {@code int2vector} and {@code oidvector}, lists of numbers in the system catalogs: in binary arrays of one dimension
 * that count from 0 and hold no NULL, as text numbers with blanks between.
 */
final class NumberVectorTypes {

    private NumberVectorTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(new Int2Vector(), new OidVector());
    }

    private abstract static class VectorCodec extends ScalarCodec {

        /** Dimensions, whether there are NULLs, the OID of the elements, their number, the lower bound. */
        private static final int HEADER = 20;

        private final int elementOid;
        private final int elementLength;

        VectorCodec(
                int oid,
                int arrayOid,
                String typeName,
                Class<?> javaType,
                int elementOid,
                int elementLength,
                Alternatives alternatives) {
            super(oid, arrayOid, typeName, javaType, alternatives);
            this.elementOid = elementOid;
            this.elementLength = elementLength;
        }

        final void writeHeader(int count, ByteBuf out) {
            out.writeInt(1);
            out.writeInt(0);
            out.writeInt(elementOid);
            out.writeInt(count);
            out.writeInt(0);
        }

        /** Checks everything but the numbers. */
        final int count(byte[] bytes, int offset, int length) {
            if (length < HEADER
                    || Bytes.getInt(bytes, offset) != 1
                    || Bytes.getInt(bytes, offset + 4) != 0
                    || Bytes.getInt(bytes, offset + 8) != elementOid) {
                throw new DecodeException("malformed " + typeName() + ": its header is not that of such a list");
            }
            int count = Bytes.getInt(bytes, offset + 12);
            if (count < 0 || length - HEADER != count * (4L + elementLength)) {
                throw new DecodeException(
                        "malformed " + typeName() + ": its length does not agree with its number of elements");
            }
            for (int i = 0; i < count; i++) {
                if (Bytes.getInt(bytes, element(offset, i) - 4) != elementLength) {
                    throw new DecodeException("malformed " + typeName() + ": the length of an element is wrong");
                }
            }
            return count;
        }

        final int element(int offset, int index) {
            return offset + HEADER + index * (4 + elementLength) + 4;
        }

        abstract long number(byte[] bytes, int offset);

        final long[] longs(byte[] bytes, int offset, int length) {
            long[] numbers = new long[count(bytes, offset, length)];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = number(bytes, element(offset, i));
            }
            return numbers;
        }

        @Override
        public final String getString(byte[] bytes, int offset, int length) {
            StringJoiner text = new StringJoiner(" ");
            for (long number : longs(bytes, offset, length)) {
                text.add(Long.toString(number));
            }
            return text.toString();
        }

        static long[] scan(String text, String typeName) {
            if (text.isEmpty()) {
                return new long[0];
            }
            String[] words = text.split(" ", -1);
            long[] numbers = new long[words.length];
            for (int i = 0; i < words.length; i++) {
                TextScanner in = new TextScanner(words[i], typeName);
                int sign = in.sign() < 0 ? -1 : 1;
                numbers[i] = sign * in.digits();
                in.expectEnd();
            }
            return numbers;
        }
    }

    private static final class Int2Vector extends VectorCodec {

        private static final Alternatives ALTERNATIVES = Alternatives.builder()
                .add(int[].class, (codec, bytes, offset, length) -> ((Int2Vector) codec).ints(bytes, offset, length))
                .build();

        Int2Vector() {
            super(22, 1006, "int2vector", short[].class, 21, Short.BYTES, ALTERNATIVES);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof short[] numbers)) {
                throw doesNotTake(value, "a short[]");
            }
            if (numbers.length == 0) {
                throw empty();
            }
            write(numbers, out);
        }

        private void write(short[] numbers, ByteBuf out) {
            writeHeader(numbers.length, out);
            for (short number : numbers) {
                out.writeInt(Short.BYTES);
                out.writeShort(number);
            }
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            long[] numbers = scan(text, typeName());
            short[] shorts = new short[numbers.length];
            for (int i = 0; i < shorts.length; i++) {
                if (numbers[i] != (short) numbers[i]) {
                    throw outOfRange();
                }
                shorts[i] = (short) numbers[i];
            }
            write(shorts, out);
        }

        @Override
        long number(byte[] bytes, int offset) {
            return Bytes.getShort(bytes, offset);
        }

        private int[] ints(byte[] bytes, int offset, int length) {
            int[] numbers = new int[count(bytes, offset, length)];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Bytes.getShort(bytes, element(offset, i));
            }
            return numbers;
        }

        @Override
        public short[] decode(byte[] bytes, int offset, int length) {
            short[] numbers = new short[count(bytes, offset, length)];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Bytes.getShort(bytes, element(offset, i));
            }
            return numbers;
        }
    }

    private static final class OidVector extends VectorCodec {

        private static final long MAX_OID = 0xFFFF_FFFFL;

        OidVector() {
            super(
                    30,
                    1013,
                    "oidvector",
                    long[].class,
                    26,
                    Integer.BYTES,
                    Alternatives.builder().build());
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            if (!(value instanceof long[] numbers)) {
                throw doesNotTake(value, "a long[]");
            }
            if (numbers.length == 0) {
                throw empty();
            }
            write(numbers, out);
        }

        private void write(long[] numbers, ByteBuf out) {
            writeHeader(numbers.length, out);
            for (long number : numbers) {
                if (number < 0 || number > MAX_OID) {
                    throw outOfRange();
                }
                out.writeInt(Integer.BYTES);
                out.writeInt((int) number);
            }
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            write(scan(text, typeName()), out);
        }

        @Override
        long number(byte[] bytes, int offset) {
            return Integer.toUnsignedLong(Bytes.getInt(bytes, offset));
        }

        @Override
        public long[] decode(byte[] bytes, int offset, int length) {
            return longs(bytes, offset, length);
        }
    }
}
