package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Range;
import org.jspecify.annotations.Nullable;

/**
 * Range types: a byte of flags, then the bounds that there are, each with its length in 32 bits. Read as {@link Range}
 * of the subtype's default class; given as {@link Range} of anything that the subtype takes.
 *
 * <p>A range is binary if its subtype is.
 */
public final class RangeCodec extends Codec {

    private static final int EMPTY = 0x01;
    private static final int LOWER_INCLUSIVE = 0x02;
    private static final int UPPER_INCLUSIVE = 0x04;
    private static final int LOWER_INFINITE = 0x08;
    private static final int UPPER_INFINITE = 0x10;
    private static final int KNOWN = 0x1f;

    private static final String GIVE = "a Range";

    private final Codec bound;

    /**
     * Makes one.
     *
     * @param oid the type's OID
     * @param typeName the type's name
     * @param bound the codec of its subtype
     */
    public RangeCodec(int oid, String typeName, Codec bound) {
        super(oid, typeName, Range.class);
        this.bound = bound;
    }

    @Override
    public boolean isBinary() {
        return bound.isBinary();
    }

    @Override
    int depth() {
        return bound.depth() + 1;
    }

    // Reading.

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        return range(bytes, offset, length, Object.class);
    }

    @Override
    @SuppressWarnings("unchecked") // each branch has seen the class
    public <T> T decode(byte[] bytes, int offset, int length, Class<T> as) {
        if (as == Object.class || as == Range.class) {
            return (T) decode(bytes, offset, length);
        }
        if (as == String.class) {
            return (T) getString(bytes, offset, length);
        }
        throw cannotBeReadAs(as);
    }

    /** As the server writes ranges, with the bounds as their own text. */
    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return isBinary()
                ? Nesting.checkText(
                        this, range(bytes, offset, length, String.class).toString(), length)
                : Utf8.decode(bytes, offset, length);
    }

    @Override
    String text(byte[] bytes, int offset, int length) {
        return isBinary()
                ? Nesting.checkText(
                        this, range(bytes, offset, length, bound::text).toString(), length)
                : Utf8.decode(bytes, offset, length);
    }

    @Override
    public Object parseText(String text) {
        return parse(text, Object.class);
    }

    private <B> Range<B> parse(String text, Class<B> as) {
        Nesting.checkDepth(this);
        try {
            return Range.parse(text, part -> parseBound(part, as));
        } catch (IllegalArgumentException e) {
            throw new DecodeException(String.valueOf(e.getMessage()));
        }
    }

    /** A bound from its text. */
    <B> B parseBound(String text, Class<B> as) {
        try {
            return required(TextForm.read(bound, text, as), as);
        } catch (DecodeException e) {
            throw new DecodeException("a bound: " + e.getMessage());
        }
    }

    /** With bounds of a class of the caller's choice. */
    <B> Range<B> range(byte[] bytes, int offset, int length, Class<B> as) {
        return isBinary()
                ? range(bytes, offset, length, (part, at, size) -> required(bound.decode(part, at, size, as), as))
                : parse(Utf8.decode(bytes, offset, length), as);
    }

    /** Reads a bound from the binary format. */
    @FunctionalInterface
    private interface BoundReader<B> {
        B read(byte[] bytes, int offset, int length);
    }

    private <B> Range<B> range(byte[] bytes, int offset, int length, BoundReader<B> reader) {
        Nesting.checkDepth(this);
        Nesting.checkExpansion(this, bytes, offset, length);
        int flags = flags(bytes, offset, length);
        int end = offset + length;
        int at = offset + 1;
        B lower = null;
        B upper = null;
        if (hasLower(flags)) {
            int size = boundLength(bytes, at, end);
            lower = read(bytes, at + 4, size, reader);
            at += 4 + size;
        }
        if (hasUpper(flags)) {
            int size = boundLength(bytes, at, end);
            upper = read(bytes, at + 4, size, reader);
            at += 4 + size;
        }
        if (at != end) {
            throw malformed("there is more than its bounds");
        }
        return (flags & EMPTY) != 0
                ? Range.empty()
                : Range.of(lower, (flags & LOWER_INCLUSIVE) != 0, upper, (flags & UPPER_INCLUSIVE) != 0);
    }

    private static <B> B read(byte[] bytes, int offset, int length, BoundReader<B> reader) {
        try {
            return reader.read(bytes, offset, length);
        } catch (DecodeException e) {
            throw new DecodeException("a bound: " + e.getMessage());
        }
    }

    private <B> B required(@Nullable B value, Class<B> as) {
        if (value == null) {
            throw cannotBeReadAs(as);
        }
        return value;
    }

    private static int flags(byte[] bytes, int offset, int length) {
        if (length < 1) {
            throw malformed("its flags are missing");
        }
        int flags = bytes[offset];
        if ((flags & ~KNOWN) != 0) {
            throw malformed("its flags are unknown");
        }
        return flags;
    }

    private static boolean hasLower(int flags) {
        return (flags & (EMPTY | LOWER_INFINITE)) == 0;
    }

    private static boolean hasUpper(int flags) {
        return (flags & (EMPTY | UPPER_INFINITE)) == 0;
    }

    private static int boundLength(byte[] bytes, int at, int end) {
        if (end - at < 4) {
            throw malformed("a bound is cut off");
        }
        int length = Bytes.getInt(bytes, at);
        if (length < 0 || length > end - at - 4) {
            throw malformed("the length of a bound is out of range");
        }
        return length;
    }

    private static DecodeException malformed(String why) {
        return new DecodeException("malformed range: " + why);
    }

    @Override
    boolean expands() {
        return bound.expands();
    }

    @Override
    long measure(byte[] bytes, int offset, int length, int depthLeft) {
        if (depthLeft == 0) {
            throw Nesting.tooDeep();
        }
        int flags = flags(bytes, offset, length);
        int at = offset + 1;
        long sum = 0;
        for (int bounds = (hasLower(flags) ? 1 : 0) + (hasUpper(flags) ? 1 : 0); bounds > 0; bounds--) {
            int size = boundLength(bytes, at, offset + length);
            sum += bound.measure(bytes, at + 4, size, depthLeft - 1);
            at += 4 + size;
        }
        return sum;
    }

    // Writing.

    @Override
    public void encode(Object value, ByteBuf out) {
        if (!isBinary()) {
            Utf8.encode(formatText(value), out);
            return;
        }
        Nesting.checkDepthToWrite(this);
        Range<?> range = range(value);
        out.writeByte(flags(range));
        Object lower = range.lower();
        Object upper = range.upper();
        if (lower != null) {
            int start = startBound(out);
            try {
                bound.encode(lower, out);
            } catch (EncodeException e) {
                throw located("lower", e);
            }
            endBound(start, out);
        }
        if (upper != null) {
            int start = startBound(out);
            try {
                bound.encode(upper, out);
            } catch (EncodeException e) {
                throw located("upper", e);
            }
            endBound(start, out);
        }
    }

    private static Range<?> range(Object value) {
        if (value instanceof Range<?> range) {
            return range;
        }
        throw ScalarCodec.doesNotTake(value, GIVE);
    }

    private static int flags(Range<?> range) {
        if (range.isEmpty()) {
            return EMPTY;
        }
        return (range.isLowerInclusive() ? LOWER_INCLUSIVE : 0)
                | (range.isUpperInclusive() ? UPPER_INCLUSIVE : 0)
                | (range.isLowerInfinite() ? LOWER_INFINITE : 0)
                | (range.isUpperInfinite() ? UPPER_INFINITE : 0);
    }

    private static int startBound(ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0);
        return start;
    }

    private static void endBound(int start, ByteBuf out) {
        out.setInt(start, out.writerIndex() - start - 4);
    }

    private static EncodeException located(String side, EncodeException e) {
        return new EncodeException("the " + side + " bound: " + e.getMessage());
    }

    @Override
    public String formatText(Object value) {
        Nesting.checkDepthToWrite(this);
        return range(value).toText(this::formatBound);
    }

    /** The text of a bound. */
    String formatBound(Object value) {
        try {
            return bound.formatText(value);
        } catch (EncodeException e) {
            throw new EncodeException("a bound: " + e.getMessage());
        }
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        if (!isBinary()) {
            Utf8.encode(text, out);
            return;
        }
        encodeTexts(parseTexts(text), out);
    }

    /** Appends a range whose bounds are text forms. */
    void encodeTexts(Range<String> range, ByteBuf out) {
        out.writeByte(flags(range));
        for (String side : new @Nullable String[] {range.lower(), range.upper()}) {
            if (side != null) {
                int start = startBound(out);
                bound.encodeText(side, out);
                endBound(start, out);
            }
        }
    }

    private static Range<String> parseTexts(String text) {
        try {
            return Range.parse(text, part -> part);
        } catch (IllegalArgumentException e) {
            throw new DecodeException(String.valueOf(e.getMessage()));
        }
    }
}
