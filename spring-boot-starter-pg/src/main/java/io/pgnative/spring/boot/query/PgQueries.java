package io.pgnative.spring.boot.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An interface whose methods are statements, given by {@link Query} and {@link CopyIn}. It becomes a bean when it lies
 * in a package of the application, or in one that {@link EnablePgQueries} names. Default and static methods are run as
 * they are.
 *
 * <pre>{@code
 * @PgQueries
 * interface Books {
 *
 *     @Query("select id, title, price from book where author = :author order by id")
 *     List<Book> by(String author);
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PgQueries {

    /**
     * Which client runs the statements.
     *
     * @return a qualifier or the name of a bean; empty for the default client
     */
    String client() default "";
}
