package io.pgnative.client;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns objects into JSON text and back, for columns and parameters of the types {@code json} and {@code jsonb}. Set by
 * {@link PgClientBuilder#json(PgJson)}.
 *
 * <p>It is asked for every class but those that need no mapper: text and bytes, which are JSON text themselves,
 * numbers, booleans, {@link JsonNull} and the classes of Vert.x. Implementations must be thread-safe and must not
 * block: they are called on event loops. What they throw fails the call that they work for, and nothing else. A
 * {@link PgDataException} is shown with its message, which must not hold parts of the value; of every other exception
 * only the class is told.
 */
public interface PgJson {

    /**
     * Writes a value.
     *
     * @param value what an argument holds
     * @return its JSON text
     */
    String encode(Object value);

    /**
     * Reads a value.
     *
     * @param json JSON text as the server gave it
     * @param type what to make of it: a class, or a parameterized type such as {@code List<Order>} where a component of
     *     a record or of a bean is declared so
     * @return an instance of the type, or null where that is what the JSON value {@code null} means for it
     */
    @Nullable Object decode(String json, Type type);
}
