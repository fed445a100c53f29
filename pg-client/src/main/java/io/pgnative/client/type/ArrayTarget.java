package io.pgnative.client.type;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kind of Java array that elements are read into. Arrays of primitives are filled without boxing. */
abstract class ArrayTarget {

    /** Elements as their default class. */
    static final ArrayTarget DEFAULT = new ArrayTarget() {
        @Override
        void read(Codec element, byte[] bytes, int offset, int length, Object array, int index) {
            ((@Nullable Object[]) array)[index] = element.decode(bytes, offset, length);
        }
    };

    /** Elements as they print. */
    static final ArrayTarget TEXT = new ArrayTarget() {
        @Override
        void read(Codec element, byte[] bytes, int offset, int length, Object array, int index) {
            ((@Nullable Object[]) array)[index] = element.getString(bytes, offset, length);
        }
    };

    /** Elements in PostgreSQL's text form. */
    static final ArrayTarget TEXT_FORM = new ArrayTarget() {
        @Override
        void read(Codec element, byte[] bytes, int offset, int length, Object array, int index) {
            ((@Nullable Object[]) array)[index] = element.text(bytes, offset, length);
        }
    };

    /** Elements as the class that the array is of. */
    private static final ArrayTarget BY_CLASS = new ArrayTarget() {
        @Override
        void read(Codec element, byte[] bytes, int offset, int length, Object array, int index) {
            Class<?> as = array.getClass().getComponentType();
            ((@Nullable Object[]) array)[index] = element.decode(bytes, offset, length, as);
        }
    };

    private static final Map<Class<?>, ArrayTarget> PRIMITIVES = Map.of(
            boolean.class,
            new Primitive() {
                @Override
                void read(Codec element, byte[] bytes, int offset, int length, Object array, int index) {
                    ((boolean[]) array)[index] = element.getBoolean(bytes, offset, length);
                }
            },
            short.class,
            new Primitive() {
                @Override
                void read(Codec element, byte[] bytes, int offset, int length, Object array, int index) {
                    ((short[]) array)[index] = element.getShort(bytes, offset, length);
                }
            },
            int.class,
            new Primitive() {
                @Override
                void read(Codec element, byte[] bytes, int offset, int length, Object array, int index) {
                    ((int[]) array)[index] = element.getInt(bytes, offset, length);
                }
            },
            long.class,
            new Primitive() {
                @Override
                void read(Codec element, byte[] bytes, int offset, int length, Object array, int index) {
                    ((long[]) array)[index] = element.getLong(bytes, offset, length);
                }
            },
            float.class,
            new Primitive() {
                @Override
                void read(Codec element, byte[] bytes, int offset, int length, Object array, int index) {
                    ((float[]) array)[index] = element.getFloat(bytes, offset, length);
                }
            },
            double.class,
            new Primitive() {
                @Override
                void read(Codec element, byte[] bytes, int offset, int length, Object array, int index) {
                    ((double[]) array)[index] = element.getDouble(bytes, offset, length);
                }
            });

    private ArrayTarget() {}

    /** The target for arrays of a class; null for primitives that no PostgreSQL type has. */
    static @Nullable ArrayTarget of(Class<?> component) {
        return component.isPrimitive() ? PRIMITIVES.get(component) : BY_CLASS;
    }

    /** Stores an element that is not NULL. */
    abstract void read(Codec element, byte[] bytes, int offset, int length, Object array, int index);

    /** Stores NULL; a new array of objects holds it already. */
    void readNull(Object array) {}

    private abstract static class Primitive extends ArrayTarget {
        @Override
        final void readNull(Object array) {
            throw new DecodeException("NULL cannot be read as "
                    + array.getClass().getComponentType().getSimpleName());
        }
    }
}
