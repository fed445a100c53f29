package io.pgnative.client.type;

/**
 * The binary format of arrays: the number of dimensions, whether there are NULLs, the OID of the element type; for each
 * dimension its length and lower bound; then the elements in row-major order, each with its length, -1 for NULL. All of
 * 32 bits. The lower bound is not kept: Java counts from 0.
 */
final class ArrayFormat {

    static final int HEADER = 12;
    static final int DIMENSION = 8;
    static final int NULL = -1;

    private static final int MAX_DIMENSIONS = 6;
    private static final int LENGTH_WORD = 4;

    private ArrayFormat() {}

    /**
     * Checks the header of an array of one dimension, or none, which is how an empty array is sent.
     *
     * @return the number of elements, for each of which there is room
     */
    static int elements(byte[] bytes, int offset, int length, int elementOid) {
        int dimensions = dimensions(bytes, offset, length, elementOid);
        if (dimensions == 0) {
            if (length != HEADER) {
                throw malformed("there are elements without a dimension");
            }
            return 0;
        }
        if (dimensions > 1) {
            throw new DecodeException(
                    "an array of " + dimensions + " dimensions; only one dimension can be read as this class");
        }
        int count = Bytes.getInt(bytes, offset + HEADER);
        if (count < 0 || count > (length - firstElement()) / LENGTH_WORD) {
            throw malformed("its length does not agree with its number of elements");
        }
        return count;
    }

    private static int dimensions(byte[] bytes, int offset, int length, int elementOid) {
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
        if (Bytes.getInt(bytes, offset + 8) != elementOid) {
            throw malformed("its elements are of another type");
        }
        if (length < HEADER + dimensions * DIMENSION) {
            throw malformed("its dimensions are cut off");
        }
        return dimensions;
    }

    /** Where the elements of an array of one dimension begin. */
    static int firstElement() {
        return HEADER + DIMENSION;
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
