package io.pgnative.spring.boot.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Beside a {@link Query}: what counts is the number of rows that were changed. The method returns it as {@code long} or
 * {@code int}, or as a {@code CommandResult}, or nothing; or a {@code Mono}, {@code Future} or {@code CompletionStage}
 * of these.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Modifying {

    /**
     * Whether the statement is run once for each element of the parameter that is an {@code Iterable}, a {@code Stream}
     * or a {@code Publisher}: all or none. Other parameters are the same for each run.
     *
     * @return by default it is run once
     */
    boolean batch() default false;
}
