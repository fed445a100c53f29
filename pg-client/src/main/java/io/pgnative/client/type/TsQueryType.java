package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * {@code tsquery}: the number of items in 32 bits, then these, an operator before its operands and the right operand
 * before the left one. A word is a byte 1, a byte of weights, a byte that is 1 for a prefix, and the word with a byte 0
 * behind it. An operator is a byte 2 and a byte for which; that of phrases is followed by the distance in 16 bits.
 */
final class TsQueryType extends ScalarCodec {

    private TsQueryType() {
        super(
                3615,
                3645,
                "tsquery",
                String.class,
                Alternatives.builder().add(CharSequence.class, Codec::getString).build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new TsQueryType());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (!(value instanceof CharSequence text)) {
            throw doesNotTake(value, "a String");
        }
        int begin = out.writerIndex();
        TsQueryParser.encode(text, out);
        if (out.getInt(begin) == 0) {
            throw empty();
        }
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        TsQueryParser.encode(text, out);
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
        return TsQueryPrinter.print(bytes, offset, length);
    }

    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return TsQueryPrinter.print(bytes, offset, length);
    }
}
