package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.JsonNull;
import java.util.List;

/**
 * {@code text}, {@code varchar}, {@code bpchar}, {@code name} and {@code unknown}: the characters in UTF-8, in both
 * formats. The same serves for types that are not known here, then in the text format.
 */
final class TextTypes {

    private TextTypes() {}

    static List<ScalarCodec> codecs() {
        return List.of(
                new TextCodec(25, 1009, "text", true),
                new TextCodec(1043, 1015, "varchar", true),
                new TextCodec(1042, 1014, "bpchar", true),
                new TextCodec(19, 1003, "name", true),
                new TextCodec(705, ScalarCodec.NO_ARRAY, "unknown", true));
    }

    /** For a type of which only the OID is known. */
    static Codec unknown(int oid) {
        return text(oid, "oid:" + Integer.toUnsignedString(oid));
    }

    /** For a type that is exchanged as its text. */
    static Codec text(int oid, String typeName) {
        return new TextCodec(oid, ScalarCodec.NO_ARRAY, typeName, false);
    }

    private static final class TextCodec extends ScalarCodec {

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
        public boolean isBinary() {
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
        public String decode(byte[] bytes, int offset, int length) {
            return Utf8.decode(bytes, offset, length);
        }

        @Override
        public String getString(byte[] bytes, int offset, int length) {
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
        <T> T decodeOther(byte[] bytes, int offset, int length, Class<T> as) {
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
}
