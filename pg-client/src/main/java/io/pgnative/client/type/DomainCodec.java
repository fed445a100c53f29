package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A domain. Its values are those of its base type, in every form; only the OID differs, which the headers of arrays and
 * the fields of composites name.
 */
public final class DomainCodec extends Codec {

    private final Codec base;

    /**
     * Makes one.
     *
     * @param oid the domain's OID
     * @param typeName the domain's name
     * @param base the codec of the type that it is made of, which may be a domain or any container
     */
    public DomainCodec(int oid, String typeName, Codec base) {
        super(oid, typeName, base.javaType());
        this.base = base;
    }

    @Override
    public boolean isBinary() {
        return base.isBinary();
    }

    @Override
    boolean isDimension(Object item) {
        return base.isDimension(item);
    }

    @Override
    int depth() {
        return base.depth();
    }

    @Override
    boolean expands() {
        return base.expands();
    }

    @Override
    long measure(byte[] bytes, int offset, int length, int depthLeft) {
        return base.measure(bytes, offset, length, depthLeft);
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        base.encode(value, out);
    }

    @Override
    void encodeLong(long value, ByteBuf out) {
        base.encodeLong(value, out);
    }

    @Override
    void encodeDouble(double value, ByteBuf out) {
        base.encodeDouble(value, out);
    }

    @Override
    String text(byte[] bytes, int offset, int length) {
        return base.text(bytes, offset, length);
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        base.encodeText(text, out);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, int offset, int length) {
        return base.decode(bytes, offset, length);
    }

    @Override
    public <T> @Nullable T decode(byte[] bytes, int offset, int length, Class<T> as) {
        return base.decode(bytes, offset, length, as);
    }

    @Override
    public boolean reads(Class<?> as) {
        return base.reads(as);
    }

    @Override
    public boolean isReadableAs(Class<?> as) {
        return base.isReadableAs(as);
    }

    @Override
    boolean readsGenerics() {
        return base.readsGenerics();
    }

    @Override
    public @Nullable Object decodeGeneric(byte[] bytes, int offset, int length, Type as) {
        return base.decodeGeneric(bytes, offset, length, as);
    }

    @Override
    @Nullable Object parseGeneric(String text, Type as) {
        return base.parseGeneric(text, as);
    }

    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return base.getString(bytes, offset, length);
    }

    @Override
    public @Nullable Object parseText(String text) {
        return base.parseText(text);
    }

    @Override
    public String formatText(Object value) {
        return base.formatText(value);
    }

    @Override
    public boolean getBoolean(byte[] bytes, int offset, int length) {
        return base.getBoolean(bytes, offset, length);
    }

    @Override
    public short getShort(byte[] bytes, int offset, int length) {
        return base.getShort(bytes, offset, length);
    }

    @Override
    public int getInt(byte[] bytes, int offset, int length) {
        return base.getInt(bytes, offset, length);
    }

    @Override
    public long getLong(byte[] bytes, int offset, int length) {
        return base.getLong(bytes, offset, length);
    }

    @Override
    public float getFloat(byte[] bytes, int offset, int length) {
        return base.getFloat(bytes, offset, length);
    }

    @Override
    public double getDouble(byte[] bytes, int offset, int length) {
        return base.getDouble(bytes, offset, length);
    }
}
