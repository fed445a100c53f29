package io.pgnative.spring.boot.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Makes beans of the {@link PgQueries} interfaces of some packages. Those of the application's own packages become
 * beans without it.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(PgQueriesRegistrar.class)
public @interface EnablePgQueries {

    /**
     * Where the interfaces are.
     *
     * @return packages, with those below them; if neither these nor {@link #basePackageClasses()} are given, that of
     *     the annotated class
     */
    String[] basePackages() default {};

    /**
     * Where the interfaces are, too.
     *
     * @return a class of each package
     */
    Class<?>[] basePackageClasses() default {};

    /**
     * The client of the interfaces that name none.
     *
     * @return a qualifier or the name of a bean; empty for the default client
     */
    String client() default "";
}
