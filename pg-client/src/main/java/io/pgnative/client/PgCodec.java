package io.pgnative.client;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the values of one PostgreSQL type in place of what the client does by itself: alone, and in every
 * array, composite, domain and range that the type occurs in. Set for all connections by
 * {@link PgClientBuilder#codec(String, PgCodec)}, for one by {@link PgConnection#setTypeCodec(String, PgCodec)}.
 *
 * <p>It is written against one of three forms of a value: {@link Text}, {@link Binary} or {@link Tuple}. Base types and
 * enums take any of them, but the tuple form only where {@link Tuple} lists it; composite types take the tuple form
 * alone. Arrays, ranges and multiranges follow their elements and take none, and neither do domains, which follow their
 * base type, and pseudo-types.
 *
 * <p>Implementations must be thread-safe and must not block: they are called on event loops. NULL never reaches one.
 * What one throws fails the call or the reading that it works for with a {@link PgDataException} that names the
 * argument or the column, and nothing else.
 *
 * @param <T> the Java class of the values
 */
public sealed interface PgCodec<T> permits PgCodec.Text, PgCodec.Binary, PgCodec.Tuple {

    /**
     * The class of the values: what {@code row.get(column)} gives, and what an argument must be an instance of.
     *
     * @return a class, not a primitive one
     */
    Class<T> javaType();

    /**
     * A codec by PostgreSQL's text form, the one that {@code value::text} shows. A type with such a codec is exchanged
     * as text, and so is every container of it.
     *
     * @param <T> the Java class of the values
     */
    non-sealed interface Text<T> extends PgCodec<T> {

        /**
         * Writes a value.
         *
         * @param value not null
         * @return its text form
         */
        String encode(T value);

        /**
         * Reads a value.
         *
         * @param text its text form
         * @return the value, not null
         */
        T decode(String text);
    }

    /**
     * A codec by PostgreSQL's binary form, the one that the type's send function gives. The type must have one.
     *
     * @param <T> the Java class of the values
     */
    non-sealed interface Binary<T> extends PgCodec<T> {

        /**
         * Writes a value.
         *
         * @param value not null
         * @return its binary form
         */
        byte[] encode(T value);

        /**
         * Reads a value.
         *
         * @param bytes its binary form; a copy
         * @return the value, not null
         */
        T decode(byte[] bytes);
    }

    /**
     * A codec by the parts of a value. Numbers are counted from 2000-01-01, and are read as {@link Integer} for days,
     * months and seconds, as {@link Long} for microseconds; whatever {@link Number} holds them exactly may be written.
     *
     * <table>
     * <caption>the parts</caption>
     * <tr><th>type</th><th>parts</th></tr>
     * <tr><td>{@code date}</td><td>days; the infinities are the least and the greatest {@code int}</td></tr>
     * <tr><td>{@code time}</td><td>microseconds since midnight</td></tr>
     * <tr><td>{@code timetz}</td><td>microseconds since midnight; seconds west of Greenwich</td></tr>
     * <tr><td>{@code timestamp}</td><td>microseconds; the infinities are the least and the greatest {@code long}</td></tr>
     * <tr><td>{@code timestamptz}</td><td>microseconds, in UTC; infinities as those of {@code timestamp}</td></tr>
     * <tr><td>{@code interval}</td><td>months; days; microseconds</td></tr>
     * <tr><td>a composite type</td><td>its fields, as the classes that they are read as by default; null for NULL</td></tr>
     * </table>
     *
     * @param <T> the Java class of the values
     */
    non-sealed interface Tuple<T> extends PgCodec<T> {

        /**
         * Writes a value.
         *
         * @param value not null
         * @return its parts
         */
        List<? extends @Nullable Object> encode(T value);

        /**
         * Reads a value.
         *
         * @param parts unmodifiable
         * @return the value, not null
         */
        T decode(List<@Nullable Object> parts);
    }

    /**
     * Makes a codec by the text form of two functions.
     *
     * @param javaType the class of the values
     * @param encoder see {@link Text#encode}
     * @param decoder see {@link Text#decode}
     * @param <T> the class of the values
     * @return a codec
     */
    static <T> PgCodec<T> text(
            Class<T> javaType, Function<? super T, String> encoder, Function<String, ? extends T> decoder) {
        Objects.requireNonNull(javaType, "javaType");
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(decoder, "decoder");
        return new Text<>() {
            @Override
            public Class<T> javaType() {
                return javaType;
            }

            @Override
            public String encode(T value) {
                return encoder.apply(value);
            }

            @Override
            public T decode(String text) {
                return decoder.apply(text);
            }
        };
    }

    /**
     * Makes a codec by the binary form of two functions.
     *
     * @param javaType the class of the values
     * @param encoder see {@link Binary#encode}
     * @param decoder see {@link Binary#decode}
     * @param <T> the class of the values
     * @return a codec
     */
    static <T> PgCodec<T> binary(
            Class<T> javaType, Function<? super T, byte[]> encoder, Function<byte[], ? extends T> decoder) {
        Objects.requireNonNull(javaType, "javaType");
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(decoder, "decoder");
        return new Binary<>() {
            @Override
            public Class<T> javaType() {
                return javaType;
            }

            @Override
            public byte[] encode(T value) {
                return encoder.apply(value);
            }

            @Override
            public T decode(byte[] bytes) {
                return decoder.apply(bytes);
            }
        };
    }

    /**
     * Makes a codec by the parts of a value of two functions.
     *
     * @param javaType the class of the values
     * @param encoder see {@link Tuple#encode}
     * @param decoder see {@link Tuple#decode}
     * @param <T> the class of the values
     * @return a codec
     */
    static <T> PgCodec<T> tuple(
            Class<T> javaType,
            Function<? super T, ? extends List<? extends @Nullable Object>> encoder,
            Function<List<@Nullable Object>, ? extends T> decoder) {
        Objects.requireNonNull(javaType, "javaType");
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(decoder, "decoder");
        return new Tuple<>() {
            @Override
            public Class<T> javaType() {
                return javaType;
            }

            @Override
            public List<? extends @Nullable Object> encode(T value) {
                return encoder.apply(value);
            }

            @Override
            public T decode(List<@Nullable Object> parts) {
                return decoder.apply(parts);
            }
        };
    }
}
