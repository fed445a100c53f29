package io.pgnative.client.type;

/** How deep values may lie within each other, and how much larger than sent they may become. */
final class Nesting {

    /** More than any type that makes sense has; few enough for every stack. */
    static final int MAX_DEPTH = 100;

    /**
     * Values of some types take far more memory when they are read than they were sent with, up to a limit for each
     * value. A container of them must not multiply that: it may take so many times its length, and so much in any case.
     */
    private static final int EXPANSION_FACTOR = 64;

    private static final int EXPANSION_FLOOR = 1024 * 1024;

    private Nesting() {}

    static void checkDepth(Codec codec) {
        if (codec.depth() > MAX_DEPTH) {
            throw tooDeep();
        }
    }

    static void checkDepthToWrite(Codec codec) {
        if (codec.depth() > MAX_DEPTH) {
            throw new EncodeException("is of a type nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    static DecodeException tooDeep() {
        return new DecodeException("nested deeper than " + MAX_DEPTH + " levels");
    }

    /** Before anything is read, since reading such values takes its time too. */
    static void checkExpansion(Codec codec, byte[] bytes, int offset, int length) {
        if (codec.expands() && codec.measure(bytes, offset, length, MAX_DEPTH) > limit(length)) {
            throw tooLarge(codec);
        }
    }

    private static long limit(int length) {
        return EXPANSION_FLOOR + (long) EXPANSION_FACTOR * length;
    }

    private static DecodeException tooLarge(Codec codec) {
        return new DecodeException("the " + codec.typeName() + " would take more than " + EXPANSION_FACTOR
                + " times the memory that it was sent with; use unnest, or cast in SQL");
    }

    /** Quotes within quotes double at each level, so text can grow beyond all measure by nesting alone. */
    static String checkText(Codec codec, String text, int length) {
        if (text.length() > limit(length)) {
            throw tooLarge(codec);
        }
        return text;
    }
}
