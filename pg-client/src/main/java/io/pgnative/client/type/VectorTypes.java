package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.SparseVector;
import java.util.Arrays;

/**
 * The types of pgvector. {@code vector} and {@code halfvec}: the number of dimensions and a reserved number in 16 bits
 * each, then the numbers in 32 or 16 bits. {@code sparsevec}: the number of dimensions, that of the numbers that are
 * not 0 and a reserved number in 32 bits each; where these are, counted from 0, in 32 bits each; then they themselves.
 */
final class VectorTypes {

    /** Of all numbers of {@code vector} and {@code halfvec}, of those that are not 0 of {@code sparsevec}. */
    private static final int MAX_NUMBERS = 16_000;

    private VectorTypes() {}

    static ScalarCodec vector(int oid, int arrayOid) {
        return new DenseCodec(oid, arrayOid, "vector", Float.BYTES);
    }

    static ScalarCodec halfvec(int oid, int arrayOid) {
        return new DenseCodec(oid, arrayOid, "halfvec", Short.BYTES);
    }

    static ScalarCodec sparsevec(int oid, int arrayOid) {
        return new SparseCodec(oid, arrayOid);
    }

    /** The numbers that are given; doubles become the nearest floats. */
    private static float[] numbers(Object value, String typeName, String give) {
        float[] numbers;
        if (value instanceof float[] floats) {
            numbers = floats;
        } else if (value instanceof double[] doubles) {
            numbers = new float[doubles.length];
            for (int i = 0; i < doubles.length; i++) {
                numbers[i] = (float) doubles[i];
                if (Float.isInfinite(numbers[i]) && !Double.isInfinite(doubles[i])) {
                    throw new EncodeException("out of range for " + typeName);
                }
            }
        } else {
            throw ScalarCodec.doesNotTake(value, give);
        }
        if (numbers.length == 0) {
            throw new EncodeException("has no dimensions, of which a " + typeName + " has at least one");
        }
        return numbers;
    }

    private static void check(int count, float[] numbers, String typeName) {
        if (count > MAX_NUMBERS) {
            throw new EncodeException(
                    "has more than " + MAX_NUMBERS + " numbers, which a " + typeName + " cannot hold");
        }
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new EncodeException("holds NaN or an infinity, which a " + typeName + " cannot hold");
            }
        }
    }

    private static final class DenseCodec extends ScalarCodec {

        private static final int HEADER = 4;

        private final int elementLength;

        DenseCodec(int oid, int arrayOid, String typeName, int elementLength) {
            super(oid, arrayOid, typeName, float[].class, Alternatives.builder().build());
            this.elementLength = elementLength;
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            float[] numbers = numbers(value, typeName(), "a float[] or a double[]");
            check(numbers.length, numbers, typeName());
            out.writeShort(numbers.length);
            out.writeShort(0);
            for (float number : numbers) {
                if (elementLength == Float.BYTES) {
                    out.writeFloat(number);
                } else {
                    out.writeShort(Half.ofFloat(number, typeName()));
                }
            }
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            TextScanner in = new TextScanner(text, typeName());
            in.expect('[');
            float[] numbers = new float[Math.min(MAX_NUMBERS, text.length())];
            int count = 0;
            do {
                if (count == numbers.length) {
                    throw in.malformed();
                }
                numbers[count++] = in.float4(",]");
            } while (in.accept(','));
            in.expect(']');
            in.expectEnd();
            encode(Arrays.copyOf(numbers, count), out);
        }

        @Override
        public float[] decode(byte[] bytes, int offset, int length) {
            int count = length < HEADER ? -1 : Bytes.getUnsignedShort(bytes, offset);
            if (count < 0 || length != HEADER + count * elementLength) {
                throw new DecodeException(
                        "malformed " + typeName() + ": its length does not agree with its dimensions");
            }
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                int at = offset + HEADER + i * elementLength;
                numbers[i] = elementLength == Float.BYTES
                        ? Bytes.getFloat(bytes, at)
                        : Half.toFloat(Bytes.getShort(bytes, at));
            }
            return numbers;
        }

        @Override
        public String getString(byte[] bytes, int offset, int length) {
            StringBuilder text = new StringBuilder("[");
            for (float number : decode(bytes, offset, length)) {
                text.append(text.length() == 1 ? "" : ",").append(number);
            }
            return text.append(']').toString();
        }
    }

    private static final class SparseCodec extends ScalarCodec {

        private static final int HEADER = 12;
        private static final int ELEMENT = Integer.BYTES + Float.BYTES;
        private static final int MAX_DIMENSIONS = 1_000_000_000;

        private static final String GIVE = "a SparseVector, a float[] or a double[]";

        private static final Alternatives ALTERNATIVES =
                Alternatives.builder().add(float[].class, SparseCodec::dense).build();

        SparseCodec(int oid, int arrayOid) {
            super(oid, arrayOid, "sparsevec", SparseVector.class, ALTERNATIVES);
        }

        @Override
        public void encode(Object value, ByteBuf out) {
            SparseVector vector =
                    value instanceof SparseVector sparse ? sparse : SparseVector.of(numbers(value, typeName(), GIVE));
            int[] indices = vector.indices();
            float[] values = vector.values();
            check(values.length, values, typeName());
            if (vector.dimensions() > MAX_DIMENSIONS) {
                throw new EncodeException("has more than " + MAX_DIMENSIONS + " dimensions");
            }
            out.writeInt(vector.dimensions());
            out.writeInt(indices.length);
            out.writeInt(0);
            for (int index : indices) {
                out.writeInt(index);
            }
            for (float number : values) {
                out.writeFloat(number);
            }
        }

        @Override
        void encodeText(String text, ByteBuf out) {
            TextScanner in = new TextScanner(text, typeName());
            int[] indices = new int[Math.min(MAX_NUMBERS, text.length())];
            float[] values = new float[indices.length];
            int count = 0;
            in.expect('{');
            while (!in.accept('}')) {
                if (count == indices.length || (count > 0 && !in.accept(','))) {
                    throw in.malformed();
                }
                indices[count] = (int) Math.min(in.digits(), Integer.MAX_VALUE) - 1;
                in.expect(':');
                values[count++] = in.float4(",}");
            }
            in.expect('/');
            int dimensions = (int) Math.min(in.digits(), Integer.MAX_VALUE);
            in.expectEnd();
            int[] given = Arrays.copyOf(indices, count);
            float[] numbers = Arrays.copyOf(values, count);
            encode(Given.valid(() -> SparseVector.of(dimensions, given, numbers)), out);
        }

        @Override
        public SparseVector decode(byte[] bytes, int offset, int length) {
            int count = length < HEADER ? -1 : Bytes.getInt(bytes, offset + 4);
            if (count < 0 || length - HEADER != (long) count * ELEMENT) {
                throw new DecodeException("malformed sparsevec: its length does not agree with its number of elements");
            }
            int[] indices = new int[count];
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                indices[i] = Bytes.getInt(bytes, offset + HEADER + i * Integer.BYTES);
                values[i] = Bytes.getFloat(bytes, offset + HEADER + count * Integer.BYTES + i * Float.BYTES);
            }
            int dimensions = Bytes.getInt(bytes, offset);
            return Given.received(typeName(), () -> SparseVector.of(dimensions, indices, values));
        }

        /** Within the limit of {@code vector}: a few bytes can stand for gigabytes of zeros. */
        private static float[] dense(Codec codec, byte[] bytes, int offset, int length) {
            SparseVector vector = ((SparseCodec) codec).decode(bytes, offset, length);
            if (vector.dimensions() > MAX_NUMBERS) {
                throw new DecodeException("a sparsevec of more than " + MAX_NUMBERS
                        + " dimensions cannot be read as float[]; ask for SparseVector");
            }
            return vector.toArray();
        }
    }
}
