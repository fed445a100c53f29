package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Multirange;
import io.pgnative.client.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;

/**
 * Multirange types: the number of ranges in 32 bits, then each with its length in 32 bits. Read as {@link Multirange}
 * by default, or as a {@code List} of ranges; given as a {@link Multirange}, a single {@link Range} or a collection of
 * ranges. Server version 14 or later.
 */
public final class MultirangeCodec extends Codec {

    private static final int HEADER = 4;
    private static final String GIVE = "a Multirange, a Range or a Collection of ranges";

    private final RangeCodec range;

    /**
     * Makes one.
     *
     * @param oid the type's OID
     * @param typeName the type's name
     * @param range the codec of its ranges
     */
    public MultirangeCodec(int oid, String typeName, RangeCodec range) {
        super(oid, typeName, Multirange.class);
        this.range = range;
    }

    @Override
    public boolean isBinary() {
        return range.isBinary();
    }

    @Override
    int depth() {
        return range.depth() + 1;
    }

    /** A collection within an array is a multirange. */
    @Override
    boolean isDimension(Object item) {
        return item.getClass().isArray();
    }

    // Reading.

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        return multirange(bytes, offset, length, Object.class);
    }

    @Override
    public boolean isReadableAs(Class<?> as) {
        return super.isReadableAs(as) || as == List.class || as == Collection.class || as == Iterable.class;
    }

    @Override
    @SuppressWarnings("unchecked") // each branch has seen the class
    public <T> T decode(byte[] bytes, int offset, int length, Class<T> as) {
        if (as == Object.class || as == Multirange.class) {
            return (T) decode(bytes, offset, length);
        }
        if (as == String.class) {
            return (T) getString(bytes, offset, length);
        }
        if (as == List.class || as == Collection.class || as == Iterable.class) {
            return (T) multirange(bytes, offset, length, Object.class).ranges();
        }
        throw cannotBeReadAs(as);
    }

    private <B> Multirange<B> multirange(byte[] bytes, int offset, int length, Class<B> as) {
        if (!isBinary()) {
            return parse(Utf8.decode(bytes, offset, length), as);
        }
        List<Range<B>> ranges = new ArrayList<>();
        forEach(bytes, offset, length, (at, each) -> ranges.add(range.range(bytes, at, each, as)));
        return new Multirange<>(ranges);
    }

    /** Reads the range at an offset and of a length. */
    @FunctionalInterface
    private interface RangeReader {
        void read(int offset, int length);
    }

    private void forEach(byte[] bytes, int offset, int length, RangeReader reader) {
        Nesting.checkDepth(this);
        Nesting.checkExpansion(this, bytes, offset, length);
        int count = count(bytes, offset, length);
        int end = offset + length;
        int at = offset + HEADER;
        for (int i = 0; i < count; i++) {
            int each = rangeLength(bytes, at, end);
            try {
                reader.read(at + 4, each);
            } catch (DecodeException e) {
                throw new DecodeException("range " + i + ": " + e.getMessage());
            }
            at += 4 + each;
        }
        if (at != end) {
            throw malformed("there is more than its ranges");
        }
    }

    private static int count(byte[] bytes, int offset, int length) {
        if (length < HEADER) {
            throw malformed("its header is cut off");
        }
        int count = Bytes.getInt(bytes, offset);
        // A range has its length and its flags at the least.
        if (count < 0 || count > (length - HEADER) / 5) {
            throw malformed("its length does not agree with its number of ranges");
        }
        return count;
    }

    private static int rangeLength(byte[] bytes, int at, int end) {
        if (end - at < 4) {
            throw malformed("a range is cut off");
        }
        int length = Bytes.getInt(bytes, at);
        if (length < 0 || length > end - at - 4) {
            throw malformed("the length of a range is out of range");
        }
        return length;
    }

    private static DecodeException malformed(String why) {
        return new DecodeException("malformed multirange: " + why);
    }

    /** As the server writes multiranges, with the bounds as their own text. */
    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return isBinary()
                ? multirange(bytes, offset, length, String.class).toString()
                : Utf8.decode(bytes, offset, length);
    }

    @Override
    String text(byte[] bytes, int offset, int length) {
        if (!isBinary()) {
            return Utf8.decode(bytes, offset, length);
        }
        StringJoiner text = new StringJoiner(",", "{", "}");
        forEach(bytes, offset, length, (at, each) -> text.add(range.text(bytes, at, each)));
        return text.toString();
    }

    @Override
    public Object parseText(String text) {
        return parse(text, Object.class);
    }

    private <B> Multirange<B> parse(String text, Class<B> as) {
        Nesting.checkDepth(this);
        try {
            return Multirange.parse(text, part -> range.parseBound(part, as));
        } catch (IllegalArgumentException e) {
            throw new DecodeException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    boolean expands() {
        return range.expands();
    }

    @Override
    long measure(byte[] bytes, int offset, int length, int depthLeft) {
        if (depthLeft == 0) {
            throw Nesting.tooDeep();
        }
        int count = count(bytes, offset, length);
        int at = offset + HEADER;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int each = rangeLength(bytes, at, offset + length);
            sum += range.measure(bytes, at + 4, each, depthLeft - 1);
            at += 4 + each;
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
        List<Range<Object>> ranges = ranges(value);
        out.writeInt(ranges.size());
        for (int i = 0; i < ranges.size(); i++) {
            int start = out.writerIndex();
            out.writeInt(0);
            try {
                range.encode(ranges.get(i), out);
            } catch (EncodeException e) {
                throw new EncodeException("range " + i + ": " + e.getMessage());
            }
            out.setInt(start, out.writerIndex() - start - 4);
        }
    }

    @SuppressWarnings("unchecked") // nothing is put into them
    private static List<Range<Object>> ranges(Object value) {
        if (value instanceof Multirange<?> multirange) {
            return ((Multirange<Object>) multirange).ranges();
        }
        if (value instanceof Range<?> single) {
            return List.of((Range<Object>) single);
        }
        if (!(value instanceof Collection<?> collection)) {
            throw ScalarCodec.doesNotTake(value, GIVE);
        }
        List<Range<Object>> ranges = new ArrayList<>(collection.size());
        for (Object item : collection) {
            if (!(item instanceof Range<?>)) {
                throw new EncodeException("range " + ranges.size()
                        + (item == null
                                ? ": a multirange holds no NULL"
                                : ": is a " + item.getClass().getTypeName()));
            }
            ranges.add((Range<Object>) item);
        }
        return ranges;
    }

    @Override
    public String formatText(Object value) {
        Nesting.checkDepthToWrite(this);
        return new Multirange<>(ranges(value)).toText(range::formatBound);
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        if (!isBinary()) {
            Utf8.encode(text, out);
            return;
        }
        List<Range<String>> ranges;
        try {
            ranges = Multirange.<String>parse(text, part -> part).ranges();
        } catch (IllegalArgumentException e) {
            throw new DecodeException(String.valueOf(e.getMessage()));
        }
        out.writeInt(ranges.size());
        for (Range<String> each : ranges) {
            int start = out.writerIndex();
            out.writeInt(0);
            range.encodeTexts(each, out);
            out.setInt(start, out.writerIndex() - start - 4);
        }
    }
}
