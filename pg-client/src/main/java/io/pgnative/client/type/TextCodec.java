package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.JsonNull;

/** A type whose values are text: the characters in UTF-8, in both formats or in the text format alone. */
class TextCodec extends ScalarCodec {

    private static final Alternatives ALTERNATIVES = Alternatives.builder()
            .add(CharSequence.class, Codec::getString)
            .add(Character.class, TextCodec::character)
            .build();

    private final boolean binary;

    TextCodec(int oid, int arrayOid, String typeName, boolean binary) {
        super(oid, arrayOid, typeName, String.class, ALTERNATIVES);
        this.binary = binary;
    }

    @Override
    public final boolean isBinary() {
        return binary;
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        if (value instanceof CharSequence text) {
            Utf8.encode(text, out);
        } else if (value instanceof Enum<?> constant && value != JsonNull.INSTANCE) {
            Utf8.encode(constant.name(), out);
        } else if (value instanceof Character character) {
            Utf8.encode(character.toString(), out);
        } else {
            throw doesNotTake(value, "a String");
        }
    }

    @Override
    public final String decode(byte[] bytes, int offset, int length) {
        return Utf8.decode(bytes, offset, length);
    }

    @Override
    public final String getString(byte[] bytes, int offset, int length) {
        return Utf8.decode(bytes, offset, length);
    }

    private static Character character(Codec codec, byte[] bytes, int offset, int length) {
        String text = Utf8.decode(bytes, offset, length);
        if (text.length() != 1) {
            throw new DecodeException(codec.typeName() + " of " + text.length() + " characters is no char");
        }
        return text.charAt(0);
    }

    @Override
    public final boolean isReadableAs(Class<?> as) {
        return super.isReadableAs(as) || as.isEnum();
    }

    @Override
    final <T> T decodeOther(byte[] bytes, int offset, int length, Class<T> as) {
        if (!as.isEnum()) {
            throw cannotBeReadAs(as);
        }
        return as.cast(constant(as, Utf8.decode(bytes, offset, length)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the caller has seen that it is an enum
    private static Object constant(Class<?> type, String name) {
        try {
            return Enum.valueOf((Class<? extends Enum>) type, name);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("the text is no constant of " + type.getSimpleName());
        }
    }
}
