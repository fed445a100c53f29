package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a type takes the values of a class, by a value of that class: what a codec takes stands in its code
 * alone. Only a refusal of the class counts, as another value of it may fit better.
 */
public final class Samples {

    private static final Map<Class<?>, Object> VALUES = Map.ofEntries(
            Map.entry(Boolean.class, false),
            Map.entry(Byte.class, (byte) 0),
            Map.entry(Short.class, (short) 0),
            Map.entry(Integer.class, 0),
            Map.entry(Long.class, 0L),
            Map.entry(Float.class, 0f),
            Map.entry(Double.class, 0d),
            Map.entry(Character.class, 'a'),
            Map.entry(String.class, ""),
            Map.entry(BigDecimal.class, BigDecimal.ZERO),
            Map.entry(BigInteger.class, BigInteger.ZERO),
            Map.entry(UUID.class, new UUID(0, 0)),
            Map.entry(LocalDate.class, LocalDate.EPOCH),
            Map.entry(LocalTime.class, LocalTime.MIDNIGHT),
            Map.entry(LocalDateTime.class, LocalDate.EPOCH.atStartOfDay()),
            Map.entry(OffsetTime.class, LocalTime.MIDNIGHT.atOffset(ZoneOffset.UTC)),
            Map.entry(OffsetDateTime.class, Instant.EPOCH.atOffset(ZoneOffset.UTC)),
            Map.entry(ZonedDateTime.class, Instant.EPOCH.atZone(ZoneOffset.UTC)),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(Duration.class, Duration.ZERO),
            Map.entry(Period.class, Period.ZERO),
            Map.entry(byte[].class, new byte[0]));

    private static final Set<Class<?>> COLLECTIONS = Set.of(List.class, Set.class, Collection.class, Iterable.class);

    private Samples() {}

    /**
     * Whether values of a class can be sent as a type.
     *
     * @param codec of the type
     * @param type the class, or a collection with the class of its elements
     * @return why not, such as {@code uuid does not take a java.lang.Integer; give ...}; empty if they can, and for a
     *     class that there is no sample of
     */
    public static Optional<String> mismatch(Codec codec, Type type) {
        Object sample = of(type);
        if (sample == null) {
            return Optional.empty();
        }
        ByteBuf out = Unpooled.buffer();
        try {
            codec.encode(sample, out);
            return Optional.empty();
        } catch (EncodeException e) {
            return e.isAboutClass() ? Optional.of(codec.typeName() + " " + e.getMessage()) : Optional.empty();
        } finally {
            out.release();
        }
    }

    /** Null when there is none. */
    private static @Nullable Object of(Type type) {
        if (type instanceof ParameterizedType generic && COLLECTIONS.contains(ComponentForm.rawClass(type))) {
            Object element = of(generic.getActualTypeArguments()[0]);
            return element == null ? null : List.of(element);
        }
        if (!(type instanceof Class<?> plain)) {
            return null;
        }
        Object known = VALUES.get(CustomCodec.boxed(plain));
        if (known != null) {
            return known;
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants().length == 0 ? null : plain.getEnumConstants()[0];
        }
        return plain.isArray() ? array(plain.componentType()) : null;
    }

    private static @Nullable Object array(Class<?> elementType) {
        Object element = of(elementType);
        if (element == null) {
            return null;
        }
        Object array = Array.newInstance(elementType, 1);
        Array.set(array, 0, element);
        return array;
    }
}
