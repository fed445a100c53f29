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
 * transactions and queries, the JSON mapper and the scripts of {@code spring.sql.init}. Listeners are not among it, and
 * Flyway and Liquibase not either, as they need a {@code DataSource}: import their auto-configurations and
 * {@code DataSourceAutoConfiguration} where a test is to migrate its database.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigurePg {}
