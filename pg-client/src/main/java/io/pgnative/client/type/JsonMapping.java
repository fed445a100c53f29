package io.pgnative.client.type;

import io.pgnative.client.PgDataException;
import io.pgnative.client.PgJson;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Calls the user's JSON mapper; what it throws must harm one value alone and tell nothing of it. */
final class JsonMapping {

    private final PgJson mapper;

    JsonMapping(PgJson mapper) {
        this.mapper = mapper;
    }

    String encode(Object value) {
        String text;
        try {
            text = mapper.encode(value);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new EncodeException(
                    "holds a " + value.getClass().getTypeName() + " that the JSON mapper cannot write: " + reason(e));
        }
        if (text == null) {
            throw new EncodeException(
                    "holds a " + value.getClass().getTypeName() + " of which the JSON mapper has made null");
        }
        return text;
    }

    <T> @Nullable T decode(String typeName, String text, Class<T> as) {
        return cast(typeName, decode(typeName, text, (Type) as), as);
    }

    /** Reads a value whose type may have parameters. */
    @Nullable Object decode(String typeName, String text, Type as) {
        try {
            return mapper.decode(text, as);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new DecodeException("the JSON mapper cannot read the " + typeName + " as "
                    + (as instanceof Class<?> plain ? plain.getSimpleName() : as.getTypeName()) + ": " + reason(e));
        }
    }

    @SuppressWarnings("unchecked") // the boxed class of a primitive one has the same instances
    private static <T> @Nullable T cast(String typeName, @Nullable Object value, Class<T> as) {
        Class<?> boxed = MethodType.methodType(as).wrap().returnType();
        if (value != null && !boxed.isInstance(value)) {
            throw new DecodeException("the JSON mapper has made a "
                    + value.getClass().getTypeName() + " of the " + typeName + ", not a " + as.getSimpleName());
        }
        return (T) value;
    }

    /** Messages of other exceptions may show parts of the value. */
    private static String reason(Throwable e) {
        String message = e instanceof PgDataException ? e.getMessage() : null;
        return message != null ? message : e.getClass().getName();
    }
}
