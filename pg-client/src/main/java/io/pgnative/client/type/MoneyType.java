package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Money;
import java.util.List;

/**
 * {@code money}: the count of the currency's smallest units in 64 bits. Its text form is made by the server's
 * {@code lc_monetary}: it can be read, since it shows all digits, and cannot be written by who does not know the
 * locale.
 */
final class MoneyType extends ScalarCodec {

    /** The usual one, the one of typography, and the accountants'. */
    private static final String MINUSES = "-\u2212(";

    private MoneyType() {
        super(
                790,
                791,
                "money",
                Money.class,
                Alternatives.builder().add(Long.class, MoneyType::units).build());
    }

    static List<ScalarCodec> codecs() {
        return List.of(new MoneyType());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (!(value instanceof Money money)) {
            throw doesNotTake(value, "a Money");
        }
        out.writeLong(money.units());
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        boolean negative = false;
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            negative |= MINUSES.indexOf(c) >= 0;
            if (c >= '0' && c <= '9') {
                digits.append(c);
            }
        }
        try {
            out.writeLong(Long.parseLong(digits.insert(0, negative ? "-" : "").toString()));
        } catch (NumberFormatException e) {
            throw new EncodeException("is no amount of 64 bits");
        }
    }

    @Override
    String text(byte[] bytes, int offset, int length) {
        throw new DecodeException("has no text form without the server's lc_monetary; give it outside of containers"
                + " that are exchanged as text");
    }

    private static long units(Codec codec, byte[] bytes, int offset, int length) {
        Bytes.expectLength(codec.typeName(), length, 8);
        return Bytes.getLong(bytes, offset);
    }

    @Override
    public Money decode(byte[] bytes, int offset, int length) {
        return new Money(units(this, bytes, offset, length));
    }

    @Override
    public long getLong(byte[] bytes, int offset, int length) {
        return units(this, bytes, offset, length);
    }
}
