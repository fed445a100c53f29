package io.pgnative.client.result;

import io.pgnative.client.mapping.ClassShape;
import io.pgnative.client.mapping.Component;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Constructors that take their arguments from a row. One for each class serves rows of all shapes, so that it is
 * compiled once; components that are primitives are read without boxing, and no array is made for the arguments.
 */
final class Assemblers {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle READ = reader("read", Object.class);
    private static final Map<Class<?>, MethodHandle> PRIMITIVES = Map.of(
            boolean.class, reader("readBoolean", boolean.class),
            short.class, reader("readShort", short.class),
            int.class, reader("readInt", int.class),
            long.class, reader("readLong", long.class),
            float.class, reader("readFloat", float.class),
            double.class, reader("readDouble", double.class));

    private static final ClassValue<Optional<MethodHandle>> KNOWN = new ClassValue<>() {
        @Override
        protected Optional<MethodHandle> computeValue(Class<?> type) {
            ClassShape<?> target = ClassShape.of(type);
            MethodHandle constructor = target.constructor();
            return constructor == null ? Optional.empty() : Optional.of(assemble(constructor, target.components()));
        }
    };

    private Assemblers() {}

    private static MethodHandle reader(String name, Class<?> result) {
        try {
            return LOOKUP.findVirtual(
                    ColumnPlan.class, name, MethodType.methodType(result, ResultRow.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A handle (ColumnPlan, ResultRow)Object; null for beans. */
    static @Nullable MethodHandle of(ClassShape<?> target) {
        return KNOWN.get(target.type()).orElse(null);
    }

    /** From the last component to the first, so that a row is read from the first to the last. */
    private static MethodHandle assemble(MethodHandle constructor, List<Component> components) {
        int count = components.size();
        MethodHandle assembler = MethodHandles.dropArguments(constructor, count, ColumnPlan.class, ResultRow.class);
        for (int i = count - 1; i >= 0; i--) {
            Class<?> type = components.get(i).type();
            MethodHandle reader = MethodHandles.insertArguments(PRIMITIVES.getOrDefault(type, READ), 2, i);
            assembler = MethodHandles.foldArguments(
                    assembler, i, reader.asType(reader.type().changeReturnType(type)));
        }
        return assembler;
    }
}
