package io.pgnative.spring.boot.query;

import io.pgnative.client.CommandResult;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One face of a client, as far as methods need it. Asked for anew with each call, so that a call joins the transaction
 * it is made in.
 *
 * @param <Q> a call in the making
 */
abstract class Face<Q> {

    /** Starts a call. */
    abstract Q statement(String sql);

    abstract Q timeout(Q query, Duration timeout);

    abstract Q bind(Q query, String name, @Nullable Object value);

    abstract Q bindAll(Q query, Object source);

    abstract Q args(Q query, @Nullable Object[] args);

    /** The end of a call: how it is run, and what becomes of its result. */
    abstract Function<Q, @Nullable Object> verb(ReturnShape shape, boolean streamed);

    /** The end of a call that is run for many rows. */
    abstract BiFunction<Q, Object, @Nullable Object> batch(ReturnShape shape);

    /** A copying of rows. */
    abstract Function<Object, @Nullable Object> copy(CopyTarget target, ReturnShape shape);

    /** A number of rows as the method returns it. */
    static Object count(CommandResult result, ReturnShape shape) {
        if (shape.element() == Integer.class) {
            return Math.toIntExact(result.rowCount());
        }
        return result.rowCount();
    }
}
