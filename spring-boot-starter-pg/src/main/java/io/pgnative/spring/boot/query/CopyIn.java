package io.pgnative.spring.boot.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Copies rows to a table, by COPY: the fastest way to store many. The method has one parameter, an {@code Iterable},
 * {@code Stream} or {@code Publisher} of rows: records, lists and arrays by the order of the columns, beans and maps by
 * names. It returns the number of rows as {@code long} or {@code int}, or a {@code CommandResult}, or nothing; or a
 * {@code Mono}, {@code Future} or {@code CompletionStage} of these.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CopyIn {

    /**
     * The table.
     *
     * @return its name as written in SQL
     */
    String value();

    /**
     * Which columns the rows have.
     *
     * @return exact names, in the order of the values; none for all columns of the table that are not generated
     */
    String[] columns() default {};

    /**
     * A limit for the whole call, with the time that the source takes.
     *
     * @return as of {@link Query#timeout()}
     */
    String timeout() default "";
}
