package io.pgnative.client.type;

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

    /** For classes that cannot be listed, such as all enums. */
    <T> @Nullable T decodeOther(byte[] bytes, int offset, int length, Class<T> as) {
        throw cannotBeReadAs(as);
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
