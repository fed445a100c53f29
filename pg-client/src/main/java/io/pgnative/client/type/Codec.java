package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Values of one PostgreSQL type. Stateless and thread-safe. NULL never reaches a codec.
 *
 * <p>Decoding reads from heap memory, where rows live; encoding writes into the buffer that goes to the network.
 */
public abstract class Codec {

    private final int oid;
    private final String typeName;
    private final Class<?> javaType;

    /**
     * Makes one.
     *
     * @param oid the type's OID
     * @param typeName its name as in {@code pg_type}, such as {@code int4}
     * @param javaType what {@link #decode(byte[], int, int)} gives
     */
    protected Codec(int oid, String typeName, Class<?> javaType) {
        this.oid = oid;
        this.typeName = typeName;
        this.javaType = javaType;
    }

    /**
     * The type.
     *
     * @return its OID
     */
    public final int oid() {
        return oid;
    }

    /**
     * The type's name.
     *
     * @return as in {@code pg_type}; arrays as {@code int4[]}
     */
    public final String typeName() {
        return typeName;
    }

    /**
     * The default Java class.
     *
     * @return what {@link #decode(byte[], int, int)} gives
     */
    public final Class<?> javaType() {
        return javaType;
    }

    /**
     * Whether the binary format is used on the wire.
     *
     * @return false for types that are exchanged as text
     */
    public boolean isBinary() {
        return true;
    }

    /**
     * Appends a value, without its length word.
     *
     * @param value not null
     * @param out where to
     * @throws EncodeException when the value does not fit; what was appended is then dropped by the caller
     */
    public abstract void encode(Object value, ByteBuf out);

    /**
     * Reads a value as the default class.
     *
     * @param bytes holds the value
     * @param offset where it begins
     * @param length how long it is
     * @return the value; null for a {@code void} only
     * @throws DecodeException when the bytes are no value of the type
     */
    public abstract @Nullable Object decode(byte[] bytes, int offset, int length);

    /**
     * Reads a value as a class of the caller's choice.
     *
     * @param bytes holds the value
     * @param offset where it begins
     * @param length how long it is
     * @param as the class
     * @param <T> the class
     * @return the value; null for a {@code void} only
     * @throws DecodeException when the type cannot be read so, the value does not fit, or the bytes are no value
     */
    public abstract <T> @Nullable T decode(byte[] bytes, int offset, int length, Class<T> as);

    /**
     * Whether values can be read as a class. Asked for classes that rows can be mapped to as well; others may be read
     * besides.
     *
     * @param as the class
     * @return true if {@link #decode(byte[], int, int, Class)} takes it
     */
    public boolean reads(Class<?> as) {
        return as == javaType || as == Object.class || as == String.class;
    }

    /**
     * Whether values can be read as a class, of whatever kind it is.
     *
     * @param as the class
     * @return false if {@link #decode(byte[], int, int, Class)} refuses it for each value
     */
    public boolean isReadableAs(Class<?> as) {
        return reads(as) || (as.isPrimitive() && reads(CustomCodec.boxed(as)));
    }

    /** Whether {@link #decodeGeneric} heeds more of a type than its class. */
    boolean readsGenerics() {
        return false;
    }

    /**
     * Reads a value as a type that may have parameters, such as {@code List<Order>}. Most codecs heed its class alone.
     *
     * @param bytes holds the value
     * @param offset where it begins
     * @param length how long it is
     * @param as a class or a parameterized type
     * @return the value; null for a {@code void} and for what a JSON mapper makes null of
     * @throws DecodeException when the type cannot be read so, the value does not fit, or the bytes are no value
     */
    public @Nullable Object decodeGeneric(byte[] bytes, int offset, int length, Type as) {
        return decode(bytes, offset, length, ComponentForm.rawClass(as));
    }

    /**
     * Reads a value as text.
     *
     * @param bytes holds it
     * @param offset its begin
     * @param length its length
     * @return its text
     */
    public String getString(byte[] bytes, int offset, int length) {
        Object value = decode(bytes, offset, length);
        return value == null ? "" : value.toString();
    }

    /**
     * Reads a value from PostgreSQL's text form, whatever format the codec uses on the wire: a container whose other
     * parts have no binary format is exchanged as text altogether.
     *
     * @param text the text form, without the quotes of a container
     * @return the value as the default class
     * @throws DecodeException when it is none
     */
    public @Nullable Object parseText(String text) {
        throw new DecodeException(typeName + " cannot be read from its text form");
    }

    /**
     * Gives PostgreSQL's text form of a value, whatever format the codec uses on the wire.
     *
     * @param value anything that {@link #encode} takes
     * @return the text form, without the quotes of a container
     * @throws EncodeException when the value does not fit
     */
    public String formatText(Object value) {
        throw new EncodeException("has no text form of a " + value.getClass().getTypeName());
    }

    /** Reads a value from its text form as {@link #decodeGeneric} does from the wire's. */
    @Nullable Object parseGeneric(String text, Type as) {
        return TextForm.read(this, text, ComponentForm.rawClass(as));
    }

    /** PostgreSQL's text form of a value that lies in the wire's form. */
    String text(byte[] bytes, int offset, int length) {
        Object value = decode(bytes, offset, length);
        return value == null ? "" : formatText(value);
    }

    /** Appends a value given in its text form, as it goes over the wire. */
    void encodeText(String text, ByteBuf out) {
        if (!isBinary()) {
            Utf8.encode(text, out);
            return;
        }
        Object value = parseText(text);
        if (value != null) {
            encode(value, out);
        }
    }

    /** Appends an element of an array of primitives; number types do it without boxing. */
    void encodeLong(long value, ByteBuf out) {
        encode(value, out);
    }

    /** Appends an element of an array of primitives; number types do it without boxing. */
    void encodeDouble(double value, ByteBuf out) {
        encode(value, out);
    }

    /** How many codecs lie within each other: 0 for a type without parts. */
    int depth() {
        return 0;
    }

    /** Whether what is found in an array that is to be sent is one more dimension of it, and not an element. */
    boolean isDimension(Object item) {
        return (item instanceof Iterable<?> || item.getClass().isArray())
                && !(item instanceof byte[])
                && !javaType.isInstance(item);
    }

    /** Whether values can take far more memory when they are read than they are sent with, or lie ever deeper. */
    boolean expands() {
        return false;
    }

    /**
     * About how many bytes a value takes when it is read, as far as that is more than it takes on the wire. To be asked
     * where {@link #expands} says so.
     *
     * @param depthLeft how many levels of containers may still come
     */
    long measure(byte[] bytes, int offset, int length, int depthLeft) {
        return 0;
    }

    /**
     * Reads a value without boxing.
     *
     * @param bytes holds it
     * @param offset its begin
     * @param length its length
     * @return it
     */
    public boolean getBoolean(byte[] bytes, int offset, int length) {
        return required(bytes, offset, length, boolean.class);
    }

    /**
     * Reads a value without boxing.
     *
     * @param bytes holds it
     * @param offset its begin
     * @param length its length
     * @return it
     */
    public short getShort(byte[] bytes, int offset, int length) {
        return required(bytes, offset, length, short.class);
    }

    /**
     * Reads a value without boxing.
     *
     * @param bytes holds it
     * @param offset its begin
     * @param length its length
     * @return it
     */
    public int getInt(byte[] bytes, int offset, int length) {
        return required(bytes, offset, length, int.class);
    }

    /**
     * Reads a value without boxing.
     *
     * @param bytes holds it
     * @param offset its begin
     * @param length its length
     * @return it
     */
    public long getLong(byte[] bytes, int offset, int length) {
        return required(bytes, offset, length, long.class);
    }

    /**
     * Reads a value without boxing.
     *
     * @param bytes holds it
     * @param offset its begin
     * @param length its length
     * @return it
     */
    public float getFloat(byte[] bytes, int offset, int length) {
        return required(bytes, offset, length, float.class);
    }

    /**
     * Reads a value without boxing.
     *
     * @param bytes holds it
     * @param offset its begin
     * @param length its length
     * @return it
     */
    public double getDouble(byte[] bytes, int offset, int length) {
        return required(bytes, offset, length, double.class);
    }

    private <T> T required(byte[] bytes, int offset, int length, Class<T> as) {
        T value = decode(bytes, offset, length, as);
        if (value == null) {
            throw cannotBeReadAs(as);
        }
        return value;
    }

    /**
     * What to throw for a class that is none of the type's.
     *
     * @param as the class that was asked for
     * @return such as {@code text cannot be read as int}
     */
    protected final DecodeException cannotBeReadAs(Class<?> as) {
        return new DecodeException(typeName + " cannot be read as " + as.getSimpleName());
    }
}
