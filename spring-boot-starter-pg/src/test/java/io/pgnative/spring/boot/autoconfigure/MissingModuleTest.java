package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.listen.PgListener;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/**
 * An application that lacks a module. The build runs this several times, each time without the jars of another one,
 * which the property {@code pgnative.missing} names, and of those that need it; and once with all of them.
 */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class MissingModuleTest {

    private static final String MISSING = System.getProperty("pgnative.missing", "");

    /** A class of each module. */
    private static final Map<String, String> CLASSES = Map.of(
            "jackson", "tools.jackson.databind.json.JsonMapper",
            "jdbc", "org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails",
            "reactor", "reactor.core.publisher.Flux",
            "sql", "org.springframework.boot.sql.init.AbstractScriptDatabaseInitializer",
            "tx", "org.springframework.transaction.TransactionManager");

    /** Beans that need modules. */
    private static final Map<String, Set<String>> NEEDS = Map.of(
            "jacksonPgJson", Set.of("jackson"),
            "pgReactiveTransactionManager", Set.of("reactor", "tx"),
            "pgTransactionManager", Set.of("tx"),
            "reactivePgClient", Set.of("reactor"),
            "pgScriptDatabaseInitializer", Set.of("sql"),
            "reportingJdbcConnectionDetails", Set.of("jdbc", "sql"),
            "reportingReactivePgClient", Set.of("reactor"),
            "reportingReactiveTransactionManager", Set.of("reactor", "tx"),
            "reportingScriptDatabaseInitializer", Set.of("sql"),
            "reportingTransactionManager", Set.of("tx"));

    private final TestDatabase database;

    MissingModuleTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    @DisplayName("B14-B19: the client works without each module, and only the beans that need it are gone")
    void worksWithoutTheModule() {
        CLASSES.forEach((module, type) -> {
            if (MISSING.isEmpty() || module.equals(MISSING)) {
                assertThat(ClassUtils.isPresent(type, null)).as(module).isEqualTo(MISSING.isEmpty());
            }
        });
        SpringApplication application = new SpringApplication(App.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(
                "--spring.pgnative.dsn=" + database.dsn(),
                "--spring.pgnative.clients.reporting.dsn=" + database.dsn(),
                "--spring.pgnative.clients.reporting.sql-init.data-locations=classpath:sql/aot-replica.sql",
                "--spring.sql.init.mode=always",
                "--spring.docker.compose.enabled=false",
                "--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")) {
            assertThat(context.getBean(BlockingPgClient.class).fetchValue(Integer.class, "select 6 * 7"))
                    .contains(42);
            assertThat(context.getBean(PgListenerRegistry.class).states())
                    .extracting(PgListenerState::status)
                    .containsExactly(PgListenerState.Status.LISTENING);
            NEEDS.forEach((bean, modules) ->
                    assertThat(context.containsBean(bean)).as(bean).isEqualTo(!modules.contains(MISSING)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {

        @PgListener("missing")
        CompletionStage<String> listens(String payload) {
            return CompletableFuture.completedFuture(payload);
        }
    }
}
