package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Tid;
import java.util.List;

/** {@code tid}: the block in 32 bits and the offset in 16, both without a sign. */
final class TidType extends ScalarCodec {

    private static final int LENGTH = 6;
    private static final int MAX_OFFSET_DIGITS = 5;
    private static final int MAX_BLOCK_DIGITS = 10;

    private TidType() {
        super(27, 1010, "tid", Tid.class, Alternatives.builder().build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new TidType());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (!(value instanceof Tid tid)) {
            throw doesNotTake(value, "a Tid");
        }
        out.writeInt((int) tid.block());
        out.writeShort(tid.offset());
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        TextScanner in = new TextScanner(text, typeName());
        in.expect('(');
        long block = in.digits(1, MAX_BLOCK_DIGITS);
        in.expect(',');
        int offset = (int) in.digits(1, MAX_OFFSET_DIGITS);
        in.expect(')');
        in.expectEnd();
        encode(Given.valid(() -> new Tid(block, offset)), out);
    }

    @Override
    public Tid decode(byte[] bytes, int offset, int length) {
        expectLength(length, LENGTH);
        return new Tid(Integer.toUnsignedLong(Bytes.getInt(bytes, offset)), Bytes.getUnsignedShort(bytes, offset + 4));
    }
}
