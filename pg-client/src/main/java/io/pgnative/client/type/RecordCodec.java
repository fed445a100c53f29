package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Composite;
import io.pgnative.client.PgDataException;
import io.pgnative.client.mapping.ClassShape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Anonymous records, such as {@code ROW(1, 'a')} and what functions that return {@code record} give. Each value names
 * the types of its fields; the fields have no names and are called {@code f1}, {@code f2} and so on. Read as a
 * {@link Composite} by default; as a Java record by position, as a {@code Map}, a {@code List} or an {@code Object[]}.
 * The server takes none.
 */
public final class RecordCodec extends Codec {

    private static final int OID = 2249;

    /** A record has at most as many fields as the server's MaxTupleAttributeNumber. */
    private static final List<String> NAMES =
            IntStream.rangeClosed(1, 1664).mapToObj(i -> "f" + i).toList();

    private final IntFunction<Codec> codecs;

    /**
     * Makes one.
     *
     * @param codecs gives the codec of a type by its OID; one that is not binary for a type that is not known
     */
    public RecordCodec(IntFunction<Codec> codecs) {
        super(OID, "record", Composite.class);
        this.codecs = codecs;
    }

    @Override
    int depth() {
        return 1;
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        throw refusal();
    }

    @Override
    public String formatText(Object value) {
        throw refusal();
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        throw refusal();
    }

    private static EncodeException refusal() {
        return new EncodeException("is for a record, which PostgreSQL does not take; give a composite type in SQL");
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        return new ReceivedComposite(received(Arrays.copyOfRange(bytes, offset, offset + length), 0, length));
    }

    @Override
    public boolean reads(Class<?> as) {
        return super.reads(as) || as.isRecord();
    }

    /** The fields of records show with the values only. */
    @Override
    public boolean isReadableAs(Class<?> as) {
        return super.isReadableAs(as) || CompositeValues.isPositional(as);
    }

    @Override
    @SuppressWarnings("unchecked") // each branch has seen the class
    public <T> T decode(byte[] bytes, int offset, int length, Class<T> as) {
        if (as == Object.class || as == Composite.class) {
            return (T) decode(bytes, offset, length);
        }
        if (as == String.class) {
            return (T) getString(bytes, offset, length);
        }
        ReceivedFields values = received(bytes, offset, length);
        Object positional = CompositeValues.read(values, as);
        if (positional != null) {
            return (T) positional;
        }
        if (!ClassShape.isMappable(as)) {
            throw cannotBeReadAs(as);
        }
        try {
            return CompositeMapper.byPosition(values.fields(), as).read(values);
        } catch (PgDataException e) {
            throw new DecodeException(String.valueOf(e.getMessage()));
        }
    }

    /** As the server writes composites, with fields as their own text. */
    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return Nesting.checkText(this, CompositeValues.text(received(bytes, offset, length)), length);
    }

    /** The text form does not tell the types, so that all fields are text. */
    @Override
    public Object parseText(String text) {
        List<@Nullable String> texts = CompositeText.parse(text);
        Codec[] types = new Codec[texts.size()];
        Arrays.fill(types, TextTypes.unknown(0));
        return new ReceivedComposite(ReceivedFields.of(fields(types), texts));
    }

    private ReceivedFields received(byte[] bytes, int offset, int length) {
        Nesting.checkExpansion(this, bytes, offset, length);
        int count = CompositeFormat.fields(bytes, offset, length);
        Codec[] types = new Codec[count];
        int at = offset + CompositeFormat.HEADER;
        for (int i = 0; i < count; i++) {
            int field = CompositeFormat.fieldLength(bytes, at, offset + length);
            types[i] = codecs.apply(Bytes.getInt(bytes, at));
            at += CompositeFormat.FIELD + Math.max(0, field);
        }
        return ReceivedFields.of(fields(types), bytes, offset, length);
    }

    private CompositeFields fields(Codec[] types) {
        if (types.length > NAMES.size()) {
            throw CompositeFormat.malformed("it has more fields than PostgreSQL allows");
        }
        return new CompositeFields(typeName(), NAMES.subList(0, types.length), types);
    }

    /** Records can hold records, to any depth that the bytes are enough for. */
    @Override
    boolean expands() {
        return true;
    }

    @Override
    long measure(byte[] bytes, int offset, int length, int depthLeft) {
        if (depthLeft == 0) {
            throw Nesting.tooDeep();
        }
        int count = CompositeFormat.fields(bytes, offset, length);
        int at = offset + CompositeFormat.HEADER;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int each = CompositeFormat.fieldLength(bytes, at, offset + length);
            Codec codec = each == CompositeFormat.NULL ? null : codecs.apply(Bytes.getInt(bytes, at));
            at += CompositeFormat.FIELD;
            if (codec != null) {
                sum += codec.isBinary() && codec.expands() ? codec.measure(bytes, at, each, depthLeft - 1) : 0;
                at += each;
            }
        }
        return sum;
    }
}
