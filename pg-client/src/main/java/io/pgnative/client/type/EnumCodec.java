package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.JsonNull;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A type made by {@code create type ... as enum}: its label in UTF-8, in both formats. Read as a {@code String} by
 * default, or as a Java enum, whose constants stand for the labels of their names unless they are mapped otherwise.
 *
 * <p>A label that was not known when the type was looked up is left to the server to judge: it may have been added.
 */
public final class EnumCodec extends Codec {

    private final List<String> labels;
    private final @Nullable Class<?> mapped;
    private final Map<Object, String> labelsByConstant;
    private final Map<String, Object> constantsByLabel;

    /**
     * Makes one whose constants are called like the labels.
     *
     * @param oid the type's OID
     * @param typeName the type's name
     * @param labels the labels as known, in their order
     */
    public EnumCodec(int oid, String typeName, List<String> labels) {
        super(oid, typeName, String.class);
        this.labels = List.copyOf(labels);
        this.mapped = null;
        this.labelsByConstant = Map.of();
        this.constantsByLabel = Map.of();
    }

    /**
     * Makes one for a Java enum whose constants are called differently. Other Java enums go by their names still.
     *
     * @param oid the type's OID
     * @param typeName the type's name
     * @param labels the labels as known, in their order
     * @param mapped the Java enum
     * @param labelOf gives the label of a constant
     * @param <E> the Java enum
     * @throws IllegalArgumentException when two constants have one label
     */
    public <E extends Enum<E>> EnumCodec(
            int oid, String typeName, List<String> labels, Class<E> mapped, Function<? super E, String> labelOf) {
        super(oid, typeName, String.class);
        this.labels = List.copyOf(labels);
        this.mapped = mapped;
        this.labelsByConstant = new HashMap<>();
        this.constantsByLabel = new HashMap<>();
        for (E constant : mapped.getEnumConstants()) {
            String label = labelOf.apply(constant);
            Object other = constantsByLabel.put(label, constant);
            if (other != null) {
                throw new IllegalArgumentException("the constants " + other + " and " + constant + " of "
                        + mapped.getName() + " have the same label \"" + label + "\"");
            }
            labelsByConstant.put(constant, label);
        }
    }

    /**
     * The labels.
     *
     * @return as they were when the type was looked up
     */
    public List<String> labels() {
        return labels;
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        Utf8.encode(label(value), out);
    }

    private CharSequence label(Object value) {
        if (value instanceof CharSequence label) {
            return label;
        }
        if (value instanceof Enum<?> constant && value != JsonNull.INSTANCE) {
            String label = labelsByConstant.get(constant);
            return label != null ? label : constant.name();
        }
        throw ScalarCodec.doesNotTake(value, "a String or a constant of an enum");
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
        return Utf8.decode(bytes, offset, length);
    }

    @Override
    public boolean isReadableAs(Class<?> as) {
        return super.isReadableAs(as) || as == CharSequence.class || as.isEnum();
    }

    @Override
    @SuppressWarnings("unchecked") // String is all that these are
    public <T> T decode(byte[] bytes, int offset, int length, Class<T> as) {
        String label = decode(bytes, offset, length);
        if (as == Object.class || as == String.class || as == CharSequence.class) {
            return (T) label;
        }
        if (!as.isEnum()) {
            throw cannotBeReadAs(as);
        }
        return constant(label, as);
    }

    private <T> T constant(String label, Class<T> as) {
        if (as == mapped) {
            Object constant = constantsByLabel.get(label);
            if (constant != null) {
                return as.cast(constant);
            }
        } else {
            for (T constant : as.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(label)) {
                    return constant;
                }
            }
        }
        throw new DecodeException("a label of the enum " + typeName() + " has no constant in " + as.getSimpleName()
                + "; the labels are " + labels);
    }

    @Override
    public String parseText(String text) {
        return text;
    }

    @Override
    public String formatText(Object value) {
        return label(value).toString();
    }
}
