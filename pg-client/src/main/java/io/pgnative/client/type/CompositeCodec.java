package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Composite;
import io.pgnative.client.PgDataException;
import io.pgnative.client.mapping.ClassShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A composite type, or the row type of a table or view. Read as a {@link Composite} by default; as a Java record or a
 * bean by the names of its components, as a {@code Map}, a {@code List} or an {@code Object[]}. Given can be any of
 * these; fields that a map or a composite does not have are NULL.
 *
 * <p>A composite is binary if all its fields are.
 */
public final class CompositeCodec extends Codec {

    private static final String GIVE =
            "a Composite, a Map, a List or Object[] by position, or an object whose components are named as the fields";

    private final CompositeFields fields;
    private final Runnable whenAltered;
    private final boolean binary;
    private final boolean expands;
    private final int depth;
    private final Map<Class<?>, CompositeMapper<?>> mappers = new ConcurrentHashMap<>(2);

    /**
     * A field of a composite type.
     *
     * @param name its name
     * @param codec the codec of its type
     */
    public record Field(String name, Codec codec) {}

    /**
     * Makes one.
     *
     * @param oid the type's OID
     * @param typeName the type's name
     * @param fields its fields in their order, without dropped ones
     */
    public CompositeCodec(int oid, String typeName, List<Field> fields) {
        this(oid, typeName, fields, () -> {});
    }

    /**
     * Makes one that tells when it is out of date.
     *
     * @param oid the type's OID
     * @param typeName the type's name
     * @param fields its fields in their order, without dropped ones
     * @param whenAltered run when a value shows that the fields are others now, before that fails; any thread
     */
    CompositeCodec(int oid, String typeName, List<Field> fields, Runnable whenAltered) {
        super(oid, typeName, Composite.class);
        this.whenAltered = whenAltered;
        this.fields = new CompositeFields(
                typeName,
                fields.stream().map(Field::name).toList(),
                fields.stream().map(Field::codec).toArray(Codec[]::new));
        this.binary = this.fields.areBinary();
        this.expands = fields.stream().anyMatch(field -> field.codec().expands());
        this.depth = 1
                + fields.stream().mapToInt(field -> field.codec().depth()).max().orElse(0);
    }

    @Override
    public boolean isBinary() {
        return binary;
    }

    @Override
    int depth() {
        return depth;
    }

    /** A list within an array is a composite given by position. */
    @Override
    boolean isDimension(Object item) {
        return item.getClass().isArray() && item.getClass() != Object[].class;
    }

    // Reading.

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        return new ReceivedComposite(own(bytes, offset, length));
    }

    @Override
    public boolean reads(Class<?> as) {
        return super.reads(as) || ClassShape.isMappable(as);
    }

    @Override
    public boolean isReadableAs(Class<?> as) {
        if (as == Object.class || as == Composite.class || as == String.class || CompositeValues.isPositional(as)) {
            return true;
        }
        try {
            return ClassShape.isMappable(as) && mapper(as).areReadable();
        } catch (PgDataException e) {
            return false;
        }
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
            return mapper(as).read(values);
        } catch (PgDataException e) {
            throw new DecodeException(String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("unchecked") // each class is mapped to a mapper of itself
    private <T> CompositeMapper<T> mapper(Class<T> type) {
        CompositeMapper<?> mapper = mappers.get(type);
        if (mapper == null) {
            mapper = CompositeMapper.byName(fields, type);
            mappers.put(type, mapper);
        }
        return (CompositeMapper<T>) mapper;
    }

    /** As the server writes composites, with fields as their own text. */
    @Override
    public String getString(byte[] bytes, int offset, int length) {
        return binary
                ? Nesting.checkText(this, CompositeValues.text(received(bytes, offset, length)), length)
                : Utf8.decode(bytes, offset, length);
    }

    @Override
    String text(byte[] bytes, int offset, int length) {
        return binary
                ? Nesting.checkText(this, format(received(bytes, offset, length)), length)
                : Utf8.decode(bytes, offset, length);
    }

    @Override
    public Object parseText(String text) {
        return new ReceivedComposite(received(text));
    }

    /** For a value that stays: rows must not be kept for the sake of one value. */
    private ReceivedFields own(byte[] bytes, int offset, int length) {
        return binary
                ? received(Arrays.copyOfRange(bytes, offset, offset + length), 0, length)
                : received(bytes, offset, length);
    }

    private ReceivedFields received(byte[] bytes, int offset, int length) {
        if (!binary) {
            return received(Utf8.decode(bytes, offset, length));
        }
        Nesting.checkDepth(this);
        expectFields(CompositeFormat.fields(bytes, offset, length));
        Nesting.checkExpansion(this, bytes, offset, length);
        ReceivedFields values = ReceivedFields.of(fields, bytes, offset, length);
        for (int i = 0; i < fields.size(); i++) {
            int sent = values.sentType(i);
            if (sent != fields.codec(i).oid()) {
                whenAltered.run();
                throw new DecodeException(fields.describe(i) + " of " + typeName() + " is of the type with the OID "
                        + Integer.toUnsignedString(sent) + ", expected "
                        + fields.codec(i).typeName()
                        + ": the type was altered after it had been looked up");
            }
        }
        return values;
    }

    private ReceivedFields received(String text) {
        Nesting.checkDepth(this);
        List<@Nullable String> texts = CompositeText.parse(text);
        // A single NULL is written as no field at all.
        boolean none = fields.size() == 0 && texts.size() == 1 && texts.get(0) == null;
        expectFields(none ? 0 : texts.size());
        return ReceivedFields.of(fields, texts);
    }

    private void expectFields(int sent) {
        if (sent != fields.size()) {
            whenAltered.run();
            throw new DecodeException(typeName() + " has " + sent + " fields, expected " + fields.size()
                    + ": the type was altered after it had been looked up");
        }
    }

    @Override
    boolean expands() {
        return expands;
    }

    @Override
    long measure(byte[] bytes, int offset, int length, int depthLeft) {
        if (depthLeft == 0) {
            throw Nesting.tooDeep();
        }
        int count = CompositeFormat.fields(bytes, offset, length);
        expectFields(count);
        int at = offset + CompositeFormat.HEADER;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int each = CompositeFormat.fieldLength(bytes, at, offset + length);
            at += CompositeFormat.FIELD;
            if (each != CompositeFormat.NULL) {
                sum += fields.codec(i).measure(bytes, at, each, depthLeft - 1);
                at += each;
            }
        }
        return sum;
    }

    // Writing.

    @Override
    public void encode(Object value, ByteBuf out) {
        if (!binary) {
            Utf8.encode(formatText(value), out);
            return;
        }
        Nesting.checkDepthToWrite(this);
        ReceivedFields received = own(value);
        if (received != null) {
            encode(received, out);
            return;
        }
        @Nullable Object[] values = values(value);
        out.writeInt(values.length);
        for (int i = 0; i < values.length; i++) {
            Object field = values[i];
            int start = startField(i, field == null, out);
            if (field != null) {
                try {
                    fields.codec(i).encode(field, out);
                } catch (EncodeException e) {
                    throw located(i, e);
                }
                endField(start, out);
            }
        }
    }

    /** What this codec has read goes back as it came: not every value survives the way through its default class. */
    private @Nullable ReceivedFields own(Object value) {
        return value instanceof ReceivedComposite received && received.values().fields() == fields
                ? received.values()
                : null;
    }

    private void encode(ReceivedFields values, ByteBuf out) {
        out.writeInt(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            int start = startField(i, values.isNull(i), out);
            if (!values.isNull(i)) {
                values.encode(i, out);
                endField(start, out);
            }
        }
    }

    private static void endField(int start, ByteBuf out) {
        out.setInt(start, out.writerIndex() - start - 4);
    }

    private int startField(int field, boolean isNull, ByteBuf out) {
        out.writeInt(fields.codec(field).oid());
        out.writeInt(isNull ? CompositeFormat.NULL : 0);
        return out.writerIndex() - 4;
    }

    @Override
    public String formatText(Object value) {
        Nesting.checkDepthToWrite(this);
        ReceivedFields received = own(value);
        if (received != null) {
            return format(received);
        }
        StringBuilder out = new StringBuilder("(");
        @Nullable Object[] values = values(value);
        for (int i = 0; i < values.length; i++) {
            Object field = values[i];
            try {
                CompositeText.append(
                        out, i, field == null ? null : fields.codec(i).formatText(field));
            } catch (EncodeException e) {
                throw located(i, e);
            }
        }
        return out.append(')').toString();
    }

    private static String format(ReceivedFields values) {
        StringBuilder out = new StringBuilder("(");
        for (int i = 0; i < values.fields().size(); i++) {
            CompositeText.append(out, i, values.isNull(i) ? null : values.format(i));
        }
        return out.append(')').toString();
    }

    @Override
    void encodeText(String text, ByteBuf out) {
        if (!binary) {
            Utf8.encode(text, out);
            return;
        }
        encode(received(text), out);
    }

    private EncodeException located(int field, EncodeException e) {
        return new EncodeException(fields.describe(field) + ": " + e.getMessage());
    }

    /** The values of the fields in their order. */
    private @Nullable Object[] values(Object value) {
        @Nullable Object[] values;
        try {
            values = CompositeValues.write(fields, value);
        } catch (PgDataException e) {
            // A field of a composite of another type that cannot be read.
            throw new EncodeException(String.valueOf(e.getMessage()));
        }
        if (values != null) {
            return values;
        }
        if (!ClassShape.isMappable(value.getClass())) {
            throw ScalarCodec.doesNotTake(value, GIVE);
        }
        try {
            return mapper(value.getClass()).values(value);
        } catch (PgDataException e) {
            throw new EncodeException(String.valueOf(e.getMessage()));
        }
    }
}
