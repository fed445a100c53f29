package io.pgnative.client.type;

/**
 * The binary format of arrays: the number of dimensions, whether there are NULLs, the OID of the element type; for each
 * dimension its length and lower bound; then the elements in row-major order, each with its length, -1 for NULL. All of
 * 32 bits.
 */
final class ArrayFormat {

    static final int HEADER = 12;
    static final int DIMENSION = 8;
    static final int NULL = -1;
    static final int MAX_DIMENSIONS = 6;

    private static final int LENGTH_WORD = 4;

    private ArrayFormat() {}

    /**
     * Checks the header.
     *
     * @return the number of dimensions
     */
    static int dimensions(byte[] bytes, int offset, int length, int elementOid) {
        if (length < HEADER) {
            throw malformed("its header is cut off");
        }
        int dimensions = Bytes.getInt(bytes, offset);
        if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
            throw malformed("the number of dimensions is out of range");
        }
        if ((Bytes.getInt(bytes, offset + 4) & ~1) != 0) {
            throw malformed("its flags are unknown");
        }
        if (elementOid(bytes, offset) != elementOid) {
            throw malformed("its elements are of another type");
        }
        if (length < HEADER + dimensions * DIMENSION) {
            throw malformed("its dimensions are cut off");
        }
        if (dimensions == 0 && length != HEADER) {
            throw malformed("there are elements without a dimension");
        }
        return dimensions;
    }

    static int elementOid(byte[] bytes, int offset) {
        return Bytes.getInt(bytes, offset + 8);
    }

    /**
     * How many elements there are. An array with a dimension of no length is empty.
     *
     * @return for each of which there is room
     */
    static int elements(byte[] bytes, int offset, int length, int dimensions) {
        int room = (length - firstElement(dimensions)) / LENGTH_WORD;
        long count = dimensions == 0 ? 0 : 1;
        boolean empty = false;
        for (int i = 0; i < dimensions; i++) {
            int each = Bytes.getInt(bytes, offset + HEADER + i * DIMENSION);
            if (each < 0) {
                throw disagreeing();
            }
            empty |= each == 0;
            // Beyond the room the count is wrong whatever comes, unless nothing is to come.
            count = Math.min(count * Math.max(1, each), Integer.MAX_VALUE);
        }
        if (empty) {
            return 0;
        }
        if (count > room) {
            throw disagreeing();
        }
        return (int) count;
    }

    private static DecodeException disagreeing() {
        return malformed("its length does not agree with its number of elements");
    }

    /** The dimensions of an array whose elements have been counted. */
    static ArrayShape shape(byte[] bytes, int offset, int dimensions, int count) {
        if (count == 0) {
            return ArrayShape.EMPTY;
        }
        int[] lengths = new int[dimensions];
        int[] lowerBounds = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            int at = offset + i * DIMENSION;
            lengths[i] = Bytes.getInt(bytes, at + HEADER);
            lowerBounds[i] = lowerBound(bytes, at, lengths[i]);
        }
        return new ArrayShape(lengths, lowerBounds);
    }

    /** The lower bound of the first dimension. */
    static int lowerBound(byte[] bytes, int offset, int count) {
        int lowerBound = Bytes.getInt(bytes, offset + HEADER + 4);
        if ((long) lowerBound + count - 1 > Integer.MAX_VALUE) {
            throw malformed("its subscripts are out of range");
        }
        return lowerBound;
    }

    /** Where the elements begin. */
    static int firstElement(int dimensions) {
        return HEADER + dimensions * DIMENSION;
    }

    /**
     * The length of the element at a position.
     *
     * @return 0 or more, at most what is left; {@link #NULL}
     */
    static int elementLength(byte[] bytes, int at, int end) {
        if (end - at < LENGTH_WORD) {
            throw malformed("an element is cut off");
        }
        int length = Bytes.getInt(bytes, at);
        if (length < NULL || length > end - at - LENGTH_WORD) {
            throw malformed("the length of an element is out of range");
        }
        return length;
    }

    static DecodeException malformed(String why) {
        return new DecodeException("malformed array: " + why);
    }
}
