package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code tsvector}: the number of words in 32 bits; for each the word with a byte 0 behind it, the number of its
 * positions in 16 bits and these in 16 bits each, of which the upper two are the weight. Words are sent in the order of
 * their bytes.
 */
final class TsVectorType extends ScalarCodec {

    private static final int HEADER = 4;
    private static final int WEIGHT_SHIFT = 14;
    private static final int MAX_POSITION = 0x3FFF;
    private static final int MAX_POSITIONS = 256;

    /** By weight; the lowest is not shown. */
    private static final String WEIGHTS = "DCBA";

    private TsVectorType() {
        super(
                3614,
                3643,
                "tsvector",
                String.class,
                Alternatives.builder().add(CharSequence.class, Codec::getString).build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new TsVectorType());
    }

    // Writing.

    @Override
    public void encode(Object value, ByteBuf out) {
        if (!(value instanceof CharSequence text)) {
            throw doesNotTake(value, "a String");
        }
        SortedMap<byte[], SortedMap<Integer, Integer>> words = words(new LexemeReader(text, false));
        out.writeInt(words.size());
        words.forEach((word, positions) -> {
            out.writeBytes(word);
            out.writeByte(0);
            out.writeShort(Math.min(positions.size(), MAX_POSITIONS));
            positions.entrySet().stream()
                    .limit(MAX_POSITIONS)
                    .forEach(position -> out.writeShort(position.getValue() << WEIGHT_SHIFT | position.getKey()));
        });
    }

    /** Words that stand twice are one, with the positions of both; of two weights at a position the higher counts. */
    private static SortedMap<byte[], SortedMap<Integer, Integer>> words(LexemeReader in) {
        SortedMap<byte[], SortedMap<Integer, Integer>> words = new TreeMap<>(Arrays::compareUnsigned);
        while (in.hasMore()) {
            SortedMap<Integer, Integer> positions =
                    words.computeIfAbsent(Utf8.bytes(in.word()), word -> new TreeMap<>());
            if (in.accept(':')) {
                do {
                    int position = in.number(MAX_POSITION);
                    if (position == 0) {
                        throw in.malformed("a position is 0");
                    }
                    positions.merge(position, weight(in), Math::max);
                } while (in.accept(','));
                if (in.peek() != 0 && !in.isBlank()) {
                    throw in.malformed("expected a comma or a blank");
                }
            }
        }
        return words;
    }

    private static int weight(LexemeReader in) {
        int weight =
                switch (in.peek()) {
                    case 'A', 'a', '*' -> 3;
                    case 'B', 'b' -> 2;
                    case 'C', 'c' -> 1;
                    case 'D', 'd' -> 0;
                    default -> -1;
                };
        if (weight >= 0) {
            in.skip();
        }
        return Math.max(weight, 0);
    }

    // Reading.

    @Override
    public String decode(byte[] bytes, int offset, int length) {
        int count = length < HEADER ? -1 : Bytes.getInt(bytes, offset);
        if (count < 0) {
            throw new DecodeException("malformed tsvector: its header is cut off");
        }
        StringBuilder text = new StringBuilder();
        int at = offset + HEADER;
        int end = offset + length;
        for (int i = 0; i < count; i++) {
            int terminator = LexemeReader.terminator(bytes, at, end, typeName());
            LexemeReader.append(text.append(i == 0 ? "" : " "), Utf8.decode(bytes, at, terminator - at));
            at = positions(bytes, terminator + 1, end, text);
        }
        if (at != end) {
            throw new DecodeException("malformed tsvector: there is more than its words");
        }
        return text.toString();
    }

    private static int positions(byte[] bytes, int begin, int end, StringBuilder text) {
        int count = end - begin < Short.BYTES ? -1 : Bytes.getUnsignedShort(bytes, begin);
        int at = begin + Short.BYTES;
        if (count < 0 || end - at < count * Short.BYTES) {
            throw new DecodeException("malformed tsvector: its positions are cut off");
        }
        for (int i = 0; i < count; i++) {
            int position = Bytes.getUnsignedShort(bytes, at);
            text.append(i == 0 ? ':' : ',').append(position & MAX_POSITION);
            if (position > MAX_POSITION) {
                text.append(WEIGHTS.charAt(position >>> WEIGHT_SHIFT));
            }
            at += Short.BYTES;
        }
        return at;
    }

    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return decode(bytes, offset, length);
    }
}
