package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A type that is no container, and what its array type is called. */
abstract class ScalarCodec extends Codec {

    /** For types that have no array type. */
    static final int NO_ARRAY = 0;

    private final int arrayOid;
    private final Alternatives alternatives;

    ScalarCodec(int oid, int arrayOid, String typeName, Class<?> javaType, Alternatives alternatives) {
        super(oid, typeName, javaType);
        this.arrayOid = arrayOid;
        this.alternatives = alternatives;
    }

    final int arrayOid() {
        return arrayOid;
    }

    /** The classes that a value can be read as besides those that cannot be listed. */
    final Set<Class<?>> alternatives() {
        return alternatives.classes();
    }

    @Override
    public final <T> @Nullable T decode(byte[] bytes, int offset, int length, Class<T> as) {
        Alternatives.Reader<T> reader = alternatives.reader(as);
        if (reader != null) {
            return reader.read(this, bytes, offset, length);
        }
        if (as == Object.class || as == javaType()) {
            @SuppressWarnings("unchecked") // the default class is what decode gives
            T value = (T) decode(bytes, offset, length);
            return value;
        }
        return decodeOther(bytes, offset, length, as);
    }

    @Override
    public boolean reads(Class<?> as) {
        return super.reads(as) || alternatives.reader(as) != null;
    }

    /** For classes that cannot be listed, such as all enums. */
    <T> @Nullable T decodeOther(byte[] bytes, int offset, int length, Class<T> as) {
        throw cannotBeReadAs(as);
    }

    /**
     * Appends a value that is given in PostgreSQL's text form, as {@link #encode} would append it.
     *
     * @throws EncodeException when the text is none
     */
    @Override
    void encodeText(String text, ByteBuf out) {
        encode(text, out);
    }

    /** PostgreSQL's text form of a value, where that is not what {@link #getString} gives. */
    @Override
    String text(byte[] bytes, int offset, int length) {
        return getString(bytes, offset, length);
    }

    /** Turns the text form into what {@link #decode(byte[], int, int)} reads, so that all classes can be asked for. */
    final byte[] parse(String text) {
        ByteBuf out = Unpooled.buffer();
        try {
            encodeText(text, out);
            return ByteBufUtil.getBytes(out);
        } catch (EncodeException e) {
            throw new DecodeException("malformed text of " + typeName() + ": " + e.getMessage());
        } finally {
            out.release();
        }
    }

    @Override
    public @Nullable Object parseText(String text) {
        byte[] bytes = parse(text);
        return decode(bytes, 0, bytes.length);
    }

    @Override
    public String formatText(Object value) {
        ByteBuf out = Unpooled.buffer();
        try {
            encode(value, out);
            return text(ByteBufUtil.getBytes(out), 0, out.readableBytes());
        } catch (DecodeException e) {
            throw new EncodeException(String.valueOf(e.getMessage()));
        } finally {
            out.release();
        }
    }

    final void expectLength(int length, int expected) {
        Bytes.expectLength(typeName(), length, expected);
    }

    final EncodeException outOfRange() {
        return new EncodeException("out of range for " + typeName());
    }

    /** What to throw for an empty value of a type whose input function forgets that there are such. */
    final EncodeException empty() {
        return new EncodeException("is empty, which the server does not take of a " + typeName()
                + " as a parameter; write ''::" + typeName() + " in SQL");
    }

    /** What to throw for a value of a class that the type does not take. */
    static EncodeException doesNotTake(Object value, String give) {
        return EncodeException.ofClass(
                "does not take a " + value.getClass().getTypeName() + "; give " + give + ", or cast in SQL");
    }
}
