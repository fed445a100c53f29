package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Composite;
import io.pgnative.client.PgCodec;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A codec that the user has written, by one of the three forms. What it throws becomes the failure of one value.
 *
 * @param <T> the class of its values
 */
abstract class CustomCodec<T> extends Codec {

    private final Class<T> type;
    private final String name;

    private CustomCodec(Codec standard, PgCodec<T> codec) {
        super(standard.oid(), standard.typeName(), codec.javaType());
        this.type = codec.javaType();
        this.name = name(codec);
    }

    /** Puts a codec of the user's in the place of the client's own one. */
    static <T> Codec of(PgCodec<T> codec, Codec standard) {
        if (codec instanceof PgCodec.Text<T> text) {
            return new TextForm<>(standard, text);
        }
        if (codec instanceof PgCodec.Binary<T> binary) {
            return new BinaryForm<>(standard, binary);
        }
        PgCodec.Tuple<T> tuple = (PgCodec.Tuple<T>) codec;
        TupleForm form = TupleForm.of(standard.oid());
        return form != null ? new ScalarTuple<>(standard, tuple, form) : new CompositeTuple<>(standard, tuple);
    }

    /** What a codec is called in messages. */
    static String name(PgCodec<?> codec) {
        Class<?> type = codec.getClass();
        return type.isAnonymousClass() ? codec.javaType().getSimpleName() + "'s codec" : type.getSimpleName();
    }

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    /** Makes the wire form of a value. May throw anything. */
    abstract void write(T value, ByteBuf out);

    /** Makes a value of the wire form. May throw anything. */
    abstract T read(byte[] bytes, int offset, int length);

    final T typed(Object value) {
        if (!type.isInstance(value)) {
            throw ScalarCodec.doesNotTake(value, "a " + type.getTypeName() + ", which its codec takes");
        }
        return type.cast(value);
    }

    final EncodeException encodingFailed(RuntimeException e) {
        return e instanceof EncodeException ours ? ours : new EncodeException("could not be written by " + blame(e), e);
    }

    final DecodeException decodingFailed(RuntimeException e) {
        return e instanceof DecodeException ours ? ours : new DecodeException("it could not be read by " + blame(e), e);
    }

    /** Without its message, which may show the value. */
    private String blame(RuntimeException e) {
        return name + ": " + e.getClass().getName();
    }

    final <V> V given(@Nullable V made) {
        if (made == null) {
            throw new IllegalStateException("the codec gave null");
        }
        return made;
    }

    @Override
    public final void encode(Object value, ByteBuf out) {
        T typed = typed(value);
        try {
            write(typed, out);
        } catch (RuntimeException e) {
            throw encodingFailed(e);
        }
    }

    @Override
    public final T decode(byte[] bytes, int offset, int length) {
        try {
            return given(read(bytes, offset, length));
        } catch (RuntimeException e) {
            throw decodingFailed(e);
        }
    }

    @Override
    public boolean isReadableAs(Class<?> as) {
        Class<?> wanted = boxed(as);
        return wanted.isAssignableFrom(type) || type.isAssignableFrom(wanted) || wanted == String.class;
    }

    @Override
    @SuppressWarnings("unchecked") // each branch has seen the class
    public <V> @Nullable V decode(byte[] bytes, int offset, int length, Class<V> as) {
        Class<?> wanted = boxed(as);
        if (wanted.isAssignableFrom(type) || type.isAssignableFrom(wanted)) {
            Object value = decode(bytes, offset, length);
            if (wanted.isInstance(value)) {
                return (V) value;
            }
        } else if (wanted == String.class) {
            return (V) getString(bytes, offset, length);
        }
        throw cannotBeReadAs(as);
    }

    private static final class TextForm<T> extends CustomCodec<T> {

        private final PgCodec.Text<T> codec;

        TextForm(Codec standard, PgCodec.Text<T> codec) {
            super(standard, codec);
            this.codec = codec;
        }

        @Override
        public boolean isBinary() {
            return false;
        }

        @Override
        void write(T value, ByteBuf out) {
            Utf8.encode(given(codec.encode(value)), out);
        }

        @Override
        T read(byte[] bytes, int offset, int length) {
            return codec.decode(Utf8.decode(bytes, offset, length));
        }

        @Override
        public String getString(byte[] bytes, int offset, int length) {
            return Utf8.decode(bytes, offset, length);
        }

        @Override
        public Object parseText(String text) {
            try {
                return given(codec.decode(text));
            } catch (RuntimeException e) {
                throw decodingFailed(e);
            }
        }

        @Override
        public String formatText(Object value) {
            T typed = typed(value);
            try {
                return given(codec.encode(typed));
            } catch (RuntimeException e) {
                throw encodingFailed(e);
            }
        }
    }

    private static final class BinaryForm<T> extends CustomCodec<T> {

        private final PgCodec.Binary<T> codec;

        BinaryForm(Codec standard, PgCodec.Binary<T> codec) {
            super(standard, codec);
            this.codec = codec;
        }

        @Override
        void write(T value, ByteBuf out) {
            out.writeBytes(given(codec.encode(value)));
        }

        @Override
        T read(byte[] bytes, int offset, int length) {
            return codec.decode(Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }

    private static final class ScalarTuple<T> extends CustomCodec<T> {

        private final PgCodec.Tuple<T> codec;
        private final TupleForm form;

        ScalarTuple(Codec standard, PgCodec.Tuple<T> codec, TupleForm form) {
            super(standard, codec);
            this.codec = codec;
            this.form = form;
        }

        @Override
        void write(T value, ByteBuf out) {
            form.write(given(codec.encode(value)), out);
        }

        @Override
        T read(byte[] bytes, int offset, int length) {
            return codec.decode(Collections.unmodifiableList(form.read(typeName(), bytes, offset, length)));
        }
    }

    private static final class CompositeTuple<T> extends CustomCodec<T> {

        private final PgCodec.Tuple<T> codec;
        private final Codec standard;

        CompositeTuple(Codec standard, PgCodec.Tuple<T> codec) {
            super(standard, codec);
            this.codec = codec;
            this.standard = standard;
        }

        @Override
        public boolean isBinary() {
            return standard.isBinary();
        }

        @Override
        int depth() {
            return standard.depth();
        }

        @Override
        void write(T value, ByteBuf out) {
            standard.encode(given(codec.encode(value)), out);
        }

        @Override
        T read(byte[] bytes, int offset, int length) {
            return codec.decode(parts(standard.decode(bytes, offset, length)));
        }

        private static List<@Nullable Object> parts(@Nullable Object value) {
            if (!(value instanceof Composite composite)) {
                throw new IllegalStateException("not a composite");
            }
            List<@Nullable Object> parts = new ArrayList<>(composite.size());
            for (int i = 0; i < composite.size(); i++) {
                parts.add(composite.get(i));
            }
            return Collections.unmodifiableList(parts);
        }

        @Override
        public String getString(byte[] bytes, int offset, int length) {
            return standard.getString(bytes, offset, length);
        }

        @Override
        public Object parseText(String text) {
            try {
                return given(codec.decode(parts(standard.parseText(text))));
            } catch (RuntimeException e) {
                throw decodingFailed(e);
            }
        }

        @Override
        public String formatText(Object value) {
            T typed = typed(value);
            try {
                return standard.formatText(given(codec.encode(typed)));
            } catch (RuntimeException e) {
                throw encodingFailed(e);
            }
        }
    }
}
