package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.spring.boot.init.PgScriptDatabaseInitializer;
import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/** Makes others wait for our scripts, and these for Flyway and Liquibase, as those of JDBC do. */
class PgScriptDatabaseInitializerDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(PgScriptDatabaseInitializer.class);
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE - 100;
    }
}
