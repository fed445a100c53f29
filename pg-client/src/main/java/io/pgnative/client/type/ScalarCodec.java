package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A type that is no container, and what its array type is called. */
abstract class ScalarCodec extends Codec {

    /** For types that have no array type. */
    static final int NO_ARRAY = 0;

    /** For types whose values take about the memory that they are sent with. */
    static final int AS_SENT = -1;

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

    /**
     * How many bytes a value takes when it is read, where that can be far more than it takes on the wire.
     *
     * @return about; {@link #AS_SENT} for types of which no value can
     */
    int expandedLength(byte[] bytes, int offset, int length) {
        return AS_SENT;
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

    /** For classes that cannot be listed, such as all enums. */
    <T> @Nullable T decodeOther(byte[] bytes, int offset, int length, Class<T> as) {
        throw cannotBeReadAs(as);
    }

    /** Appends an element of an array of primitives; number types do it without boxing. */
    void encodeLong(long value, ByteBuf out) {
        encode(value, out);
    }

    /** Appends an element of an array of primitives; number types do it without boxing. */
    void encodeDouble(double value, ByteBuf out) {
        encode(value, out);
    }

    final void expectLength(int length, int expected) {
        Bytes.expectLength(typeName(), length, expected);
    }

    final EncodeException outOfRange() {
        return new EncodeException("out of range for " + typeName());
    }

    /** What to throw for a value of a class that the type does not take. */
    static EncodeException doesNotTake(Object value, String give) {
        return new EncodeException(
                "does not take a " + value.getClass().getTypeName() + "; give " + give + ", or cast in SQL");
    }
}
