package io.pgnative.spring.boot.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a PostgreSQL container of Testcontainers serve clients that have names, those of {@code spring.pgnative.clients}:
 * on a {@code @Bean} method, on a static field of a test class, or on one that {@code @ImportTestcontainers} imports.
 *
 * <pre>{@code
 * @Bean
 * @ServiceConnection
 * PostgreSQLContainer shop() { ... }          // for the client that has no name
 *
 * @Bean
 * @PgServiceConnection("reporting")
 * PostgreSQLContainer reporting() { ... }     // for the client reporting
 * }</pre>
 *
 * <p>Both annotations together have one container serve the client that has no name, and others. What the properties of
 * a client say of where its database is does not count then; all others of its properties do, those of TLS among them.
 *
 * <p>The application does not start if the container is none of PostgreSQL, if there is no such client, or if something
 * else serves it as well.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
public @interface PgServiceConnection {

    /**
     * The clients.
     *
     * @return their names, as in {@code spring.pgnative.clients.<name>}; at least one
     */
    String[] value();
}
