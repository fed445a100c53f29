package io.pgnative.boot.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

@ExtendWith(PostgresExtension.class)
@Timeout(120)
class ScriptsBehindMigrationsTest {

    private final TestDatabase database;

    ScriptsBehindMigrationsTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    @DisplayName("B39, B40: Flyway migrates, then scripts run, then the client connects")
    void migratesThenRunsScriptsThenConnects() {
        SpringApplication application = new SpringApplication(App.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(
                "--spring.pgnative.dsn=" + database.dsn(),
                "--spring.pgnative.pool.initialization=fail-fast",
                "--spring.pgnative.pool.max-size=1",
                "--spring.pgnative.init-sql=insert into shelf(word) values ('connected')",
                "--spring.pgnative.sql-init.enabled=true",
                "--spring.sql.init.mode=always",
                "--spring.sql.init.schema-locations=classpath:init/schema.sql",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--spring.flyway.locations=classpath:init/flyway",
                "--spring.liquibase.enabled=false",
                "--spring.jpa.hibernate.ddl-auto=none")) {
            ConfigurableListableBeanFactory beans = context.getBeanFactory();
            assertThat(beans.getBeanDefinition("pgScriptDatabaseInitializer").getDependsOn())
                    .contains("flywayInitializer");
            assertThat(beans.getBeanDefinition("pgClient").getDependsOn())
                    .contains("flywayInitializer", "pgScriptDatabaseInitializer");
        }
        assertThat(database.query("select string_agg(word, ', ' order by at) from shelf"))
                .isEqualTo("migrated, scripted, connected");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
