package io.pgnative.client.session;

import io.pgnative.client.PgDataException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes Java records apart into arguments; reflection happens once for each class. */
final class RecordArguments {

    private static final ClassValue<MethodHandle[]> ACCESSORS = new ClassValue<>() {
        @Override
        protected MethodHandle[] computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            MethodHandle[] accessors = new MethodHandle[components.length];
            for (int i = 0; i < accessors.length; i++) {
                accessors[i] = accessor(type, components[i].getAccessor());
            }
            return accessors;
        }
    };

    private RecordArguments() {}

    private static MethodHandle accessor(Class<?> type, Method method) {
        try {
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method).asType(MethodType.methodType(Object.class, Record.class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new PgDataException(
                    "record " + type.getName() + ": its components cannot be read; open its package to this client", e);
        }
    }

    /** From an element of the rows of a batch. */
    static @Nullable Object[] ofRow(@Nullable Object row) {
        if (row instanceof Object[] array) {
            return array;
        }
        if (row instanceof List<?> list) {
            return list.toArray();
        }
        if (row instanceof Record components) {
            return of(components);
        }
        throw new PgDataException("expected an Object[], a List or a record, not "
                + (row == null ? "null" : row.getClass().getName()));
    }

    static @Nullable Object[] of(Record components) {
        MethodHandle[] accessors = ACCESSORS.get(components.getClass());
        @Nullable Object[] args = new @Nullable Object[accessors.length];
        for (int i = 0; i < args.length; i++) {
            try {
                args[i] = (Object) accessors[i].invokeExact(components);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new PgDataException(
                        "an accessor of " + components.getClass().getName() + " failed", e);
            }
        }
        return args;
    }
}
