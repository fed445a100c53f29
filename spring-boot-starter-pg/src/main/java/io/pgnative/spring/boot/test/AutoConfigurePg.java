package io.pgnative.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Imports what {@link PgTest} auto-configures, for tests that put their own slice together: the client, its
 * transactions and queries, the JSON mapper, {@code spring.sql.init} scripts, Flyway and Liquibase. Listeners are not
 * among it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigurePg {}
