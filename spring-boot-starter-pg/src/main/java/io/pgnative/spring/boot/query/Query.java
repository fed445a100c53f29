package io.pgnative.spring.boot.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The statement that a method of a {@link PgQueries} interface runs. Its placeholders are either {@code :name}, each
 * for the parameter of that name or for a component of a parameter that is a record or a bean, or {@code $1},
 * {@code $2}, ... for the parameters in their order.
 *
 * <p>What the method returns says how the statement is run and who waits: {@code Mono} and {@code Flux} go by the
 * Reactor face of the client, {@code Future}, {@code CompletionStage} and {@code Flow.Publisher} by that of futures,
 * and everything else by the blocking one.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Query {

    /**
     * The statement.
     *
     * @return SQL; empty when it is in a {@link #file()}
     */
    String value() default "";

    /**
     * Where the statement is, in place of {@link #value()}.
     *
     * @return such as {@code classpath:sql/books-by-author.sql}, with a prefix; a text in UTF-8
     */
    String file() default "";

    /**
     * A limit for the whole call.
     *
     * @return such as {@code 2s} or {@code ${app.report-timeout}}, milliseconds without a unit; empty for that of the
     *     client
     */
    String timeout() default "";

    /**
     * Whether the rows of a {@code Flux} are read as they are demanded, on a connection that is kept until the end,
     * instead of being collected first.
     *
     * @return only for methods that return a {@code Flux}
     */
    boolean streamed() default false;
}
