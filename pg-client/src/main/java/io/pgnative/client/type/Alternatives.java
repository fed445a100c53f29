package io.pgnative.client.type;

import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Java classes besides the default one that a type can be read as. Immutable. */
final class Alternatives {

    /** Reads a value as one class. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Codec codec, byte[] bytes, int offset, int length);
    }

    private final Map<Class<?>, Reader<?>> readers;

    private Alternatives(Map<Class<?>, Reader<?>> readers) {
        this.readers = readers;
    }

    /** Every type can be read as text. */
    static Builder builder() {
        return new Builder().add(String.class, Codec::getString);
    }

    @SuppressWarnings("unchecked") // the builder puts them in pairs of the same class
    <T> @Nullable Reader<T> reader(Class<T> as) {
        return (Reader<T>) readers.get(as);
    }

    /** The classes, primitive ones by their boxed class. */
    Set<Class<?>> classes() {
        return readers.keySet().stream()
                .map(type -> MethodType.methodType(type).wrap().returnType())
                .collect(Collectors.toUnmodifiableSet());
    }

    static final class Builder {

        private final Map<Class<?>, Reader<?>> readers = new HashMap<>();

        private Builder() {}

        /** A boxed class stands for its primitive class too. */
        <T> Builder add(Class<T> as, Reader<? extends T> reader) {
            readers.put(as, reader);
            readers.put(MethodType.methodType(as).unwrap().returnType(), reader);
            return this;
        }

        Alternatives build() {
            return new Alternatives(readers);
        }
    }
}
