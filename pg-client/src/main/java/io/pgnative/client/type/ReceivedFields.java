package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.lang.reflect.Type;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a composite that was received, each decoded when asked for. */
abstract class ReceivedFields {

    private final CompositeFields fields;

    private ReceivedFields(CompositeFields fields) {
        this.fields = fields;
    }

    /** From the binary format, where it lies; the fields have been checked to be those of the type. */
    static ReceivedFields of(CompositeFields fields, byte[] bytes, int offset, int length) {
        int[] positions = new int[fields.size()];
        int end = offset + length;
        int at = offset + CompositeFormat.HEADER;
        for (int i = 0; i < positions.length; i++) {
            positions[i] = at + 4;
            at += CompositeFormat.FIELD + Math.max(0, CompositeFormat.fieldLength(bytes, at, end));
        }
        CompositeFormat.expectEnd(at, end);
        return new Binary(fields, bytes, positions);
    }

    /** From the text form. */
    static ReceivedFields of(CompositeFields fields, List<@Nullable String> texts) {
        return new Text(fields, texts);
    }

    final CompositeFields fields() {
        return fields;
    }

    abstract boolean isNull(int field);

    /** The OID of the type that the server says a field is of. */
    abstract int sentType(int field);

    /** Not for NULL. */
    abstract @Nullable Object decode(int field);

    /** Not for NULL. */
    abstract <T> @Nullable T decode(int field, Class<T> as);

    /** Not for NULL. */
    abstract @Nullable Object decodeGeneric(int field, Type as);

    /** As the value prints; not for NULL. */
    abstract String text(int field);

    /** Appends the value as it goes over the wire, whatever its default class can hold; not for NULL. */
    abstract void encode(int field, ByteBuf out);

    /** The value in PostgreSQL's text form; not for NULL. */
    abstract String format(int field);

    final @Nullable Object get(int field) {
        if (isNull(field)) {
            return null;
        }
        try {
            return decode(field);
        } catch (DecodeException e) {
            throw located(field, e);
        }
    }

    final <T> @Nullable T get(int field, Class<T> as) {
        if (isNull(field)) {
            return null;
        }
        try {
            return decode(field, as);
        } catch (DecodeException e) {
            throw located(field, e);
        }
    }

    /** As a class or as a type with parameters. */
    final @Nullable Object getGeneric(int field, Type as) {
        if (as instanceof Class<?> plain) {
            return get(field, plain);
        }
        if (isNull(field)) {
            return null;
        }
        try {
            return decodeGeneric(field, as);
        } catch (DecodeException e) {
            throw located(field, e);
        }
    }

    final @Nullable String getString(int field) {
        if (isNull(field)) {
            return null;
        }
        try {
            return text(field);
        } catch (DecodeException e) {
            throw located(field, e);
        }
    }

    private DecodeException located(int field, DecodeException e) {
        return new DecodeException(fields.describe(field) + ": " + e.getMessage());
    }

    private static final class Binary extends ReceivedFields {

        private final byte[] bytes;

        /** Of the length words. */
        private final int[] positions;

        Binary(CompositeFields fields, byte[] bytes, int[] positions) {
            super(fields);
            this.bytes = bytes;
            this.positions = positions;
        }

        private int length(int field) {
            return Bytes.getInt(bytes, positions[field]);
        }

        @Override
        boolean isNull(int field) {
            return length(field) == CompositeFormat.NULL;
        }

        @Override
        int sentType(int field) {
            return Bytes.getInt(bytes, positions[field] - 4);
        }

        @Override
        @Nullable Object decode(int field) {
            return codec(field).decode(bytes, positions[field] + 4, length(field));
        }

        @Override
        <T> @Nullable T decode(int field, Class<T> as) {
            return codec(field).decode(bytes, positions[field] + 4, length(field), as);
        }

        @Override
        @Nullable Object decodeGeneric(int field, Type as) {
            return codec(field).decodeGeneric(bytes, positions[field] + 4, length(field), as);
        }

        @Override
        String text(int field) {
            Codec codec = fields().codec(field);
            int begin = positions[field] + 4;
            return codec.isBinary()
                    ? codec.getString(bytes, begin, length(field))
                    : "\\x" + HexFormat.of().formatHex(bytes, begin, begin + length(field));
        }

        @Override
        void encode(int field, ByteBuf out) {
            out.writeBytes(bytes, positions[field] + 4, length(field));
        }

        @Override
        String format(int field) {
            return codec(field).text(bytes, positions[field] + 4, length(field));
        }

        /** Only an anonymous record can have a field whose bytes nobody here knows: it is not asked for as text. */
        private Codec codec(int field) {
            Codec codec = fields().codec(field);
            if (!codec.isBinary()) {
                throw new DecodeException(
                        "the binary format of " + codec.typeName() + " is not known; cast the field to text in SQL");
            }
            return codec;
        }
    }

    private static final class Text extends ReceivedFields {

        private final List<@Nullable String> texts;

        Text(CompositeFields fields, List<@Nullable String> texts) {
            super(fields);
            this.texts = texts;
        }

        @Override
        boolean isNull(int field) {
            return texts.get(field) == null;
        }

        @Override
        int sentType(int field) {
            return fields().codec(field).oid();
        }

        @Override
        String text(int field) {
            String text = texts.get(field);
            if (text == null) {
                throw new IllegalStateException("is NULL");
            }
            return text;
        }

        @Override
        @Nullable Object decode(int field) {
            return fields().codec(field).parseText(text(field));
        }

        @Override
        @Nullable Object decodeGeneric(int field, Type as) {
            return fields().codec(field).parseGeneric(text(field), as);
        }

        @Override
        void encode(int field, ByteBuf out) {
            fields().codec(field).encodeText(text(field), out);
        }

        @Override
        String format(int field) {
            return text(field);
        }

        @Override
        <T> @Nullable T decode(int field, Class<T> as) {
            return TextForm.read(fields().codec(field), text(field), as);
        }
    }
}
