package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.JsonPath;
import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.dao.DataAccessException;
import org.springframework.javapoet.ClassName;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A small application that is processed ahead of time, compiled, started and asked. */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class PgNativeAotTest {

    private static final String APPLICATION = "pgnative-aot";

    private final TestDatabase database;

    PgNativeAotTest(TestDatabase database) {
        this.database = database;
    }

    private void set(GenericApplicationContext context) {
        TestPropertyValues.of(
                        "spring.pgnative.dsn=" + database.dsn(),
                        "spring.pgnative.application-name=" + APPLICATION,
                        "spring.pgnative.clients.read-replica.dsn=" + database.dsn(),
                        "spring.pgnative.clients.read-replica.pool.max-size=3",
                        "spring.pgnative.clients.read-replica.parameters.TimeZone=UTC",
                        "spring.pgnative.clients.read-replica.sql-init.schema-locations=classpath:sql/aot-replica.sql",
                        "spring.sql.init.mode=always",
                        "spring.sql.init.schema-locations=classpath:sql/aot-default.sql")
                .applyTo(context);
    }

    @Test
    @CompileWithForkedClassLoader
    @DisplayName(
            "B56: what was processed ahead of time starts and serves, the clients with names too: their transactions,"
                    + " scripts, JDBC and exceptions")
    void servesWhenProcessedAheadOfTime() {
        AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
        set(source);
        source.register(App.class);
        TestGenerationContext generation = new TestGenerationContext();
        ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(source, generation);
        generation.writeGeneratedContent();

        assertBindable(generation.getRuntimeHints());
        TestCompiler.forSystem().with(generation).compile(compiled -> {
            try (GenericApplicationContext context = new GenericApplicationContext()) {
                context.setClassLoader(compiled.getClassLoader());
                set(context);
                initializer(compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()))
                        .initialize(context);
                context.refresh();
                assertServes(context);
                assertHasScriptsAndJdbc(context);
                assertIsTransactional(context);
            }
        });
        database.awaitNoBackends(APPLICATION);
    }

    @SuppressWarnings("unchecked")
    private static ApplicationContextInitializer<GenericApplicationContext> initializer(Object instance) {
        return (ApplicationContextInitializer<GenericApplicationContext>) instance;
    }

    private static void assertServes(GenericApplicationContext context) {
        User user = context.getBean(User.class);
        assertThat(user.standard().fetchValue(Integer.class, "select 6 * 7")).contains(42);
        assertThat(user.replica().fetchValue(String.class, "show timezone")).contains("UTC");
        assertThat(user.reactive().fetchValue(Integer.class, "select 43").block(Duration.ofSeconds(20)))
                .isEqualTo(43);
        assertThat(context.getBean("readReplicaPgClient", PgClient.class)
                        .options()
                        .pool())
                .satisfies(pool -> assertThat(pool.maxSize()).isEqualTo(3))
                .satisfies(pool -> assertThat(pool.name()).isEqualTo("replicas"));
        assertThat(context.getBeanNamesForType(PgClient.class))
                .containsExactlyInAnyOrder("pgClient", "readReplicaPgClient");
    }

    private void assertHasScriptsAndJdbc(GenericApplicationContext context) {
        assertThat(database.query("select aot_default.id || ', ' || aot_replica.id from aot_default, aot_replica"))
                .isEqualTo("1, 2");
        JdbcConnectionDetails details = BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                context.getBeanFactory(), JdbcConnectionDetails.class, "read-replica");
        assertThat(details.getJdbcUrl()).contains("/" + database.database() + "?");
        assertThat(context.getBean(JdbcConnectionDetails.class)).isNotSameAs(details);
    }

    private static void assertIsTransactional(GenericApplicationContext context) {
        BlockingPgClient replica = context.getBean(User.class).replica();
        PlatformTransactionManager blocking =
                context.getBean("readReplicaTransactionManager", PlatformTransactionManager.class);
        new TransactionTemplate(blocking).executeWithoutResult(transaction -> {
            replica.execute("delete from aot_replica");
            assertThat(replica.fetchValue(Long.class, "select count(*) from aot_replica"))
                    .contains(0L);
            transaction.setRollbackOnly();
        });
        assertThat(replica.fetchValue(Long.class, "select count(*) from aot_replica"))
                .contains(1L);
        assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(
                        context.getBeanFactory(), TransactionManager.class, "read-replica"))
                .isSameAs(context.getBean("readReplicaReactiveTransactionManager"));
        assertThat(context.getBean(TransactionManager.class)).isSameAs(context.getBean("pgReactiveTransactionManager"));
        assertThatThrownBy(() -> replica.execute("select 1 from nowhere")).isInstanceOf(DataAccessException.class);
    }

    private static void assertBindable(RuntimeHints hints) {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(SqlInitializationProperties.class, "setSchemaLocations"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(PgNativePoolProperties.class, "setMaxSize"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(PgNativeEmbeddedProperties.class, "setPort"))
                .accepts(hints);
    }

    @Test
    @DisplayName("B56: an image can bind the properties of clients that have names")
    void hintsTheProperties() {
        RuntimeHints hints = new RuntimeHints();
        new PgNativeRuntimeHints().registerHints(hints, getClass().getClassLoader());

        for (Class<?> type : List.of(
                PgNativeProperties.class,
                PgNativePoolProperties.class,
                PgNativeSslProperties.class,
                PgNativeTcpProperties.class,
                PgNativeAuthenticationProperties.class,
                PgNativeStatementCacheProperties.class,
                PgNativeLoggingProperties.class,
                PgNativeListenProperties.class)) {
            assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints);
        }
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(PgNativeClientsProperties.class, "getClients"))
                .accepts(hints);
    }

    @Test
    @DisplayName("B56: an image holds what the client and Vert.x read of their own files")
    void hintsTheResourcesOfTheClient() throws IOException {
        List<String> globs = JsonPath.parse(
                        resource("/META-INF/native-image/io.pgnative/pg-client/reachability-metadata.json"))
                .read("$.resources[*].glob");

        assertThat(globs).contains("META-INF/vertx/**", "io/pgnative/client/sqlstates.properties");
        for (String held : List.of("/META-INF/vertx/vertx-version.txt", "/io/pgnative/client/sqlstates.properties")) {
            assertThat(PgClient.class.getResource(held)).as(held).isNotNull();
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PgClient.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void tellsSpringOfTheHints() {
        assertThat(SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                        .load(RuntimeHintsRegistrar.class))
                .hasAtLeastOneElementOfType(PgNativeRuntimeHints.class);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        PgNativeAutoConfiguration.class,
        PgNativeExceptionTranslationAutoConfiguration.class,
        PgNativeJdbcAutoConfiguration.class,
        PgNativeSqlInitAutoConfiguration.class,
        PgNativeTransactionAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        TransactionManagerCustomizationAutoConfiguration.class
    })
    static class App {

        @Bean
        User user(
                BlockingPgClient standard,
                @Qualifier("read-replica") BlockingPgClient replica,
                @Qualifier("read-replica") ReactivePgClient reactive) {
            return new User(standard, replica, reactive);
        }

        @Bean
        PgClientCustomizer replicas() {
            return PgClientCustomizer.forClient("read-replica", builder -> builder.poolName("replicas"));
        }
    }

    record User(BlockingPgClient standard, BlockingPgClient replica, ReactivePgClient reactive) {}
}
