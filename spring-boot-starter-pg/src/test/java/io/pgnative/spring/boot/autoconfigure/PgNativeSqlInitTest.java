package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import io.pgnative.spring.boot.init.PgScriptDatabaseInitializer;
import io.r2dbc.spi.ConnectionFactory;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.ApplicationScriptDatabaseInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The scripts of {@code spring.sql.init} in the database of the client. */
@ExtendWith({PostgresExtension.class, OutputCaptureExtension.class})
@Timeout(120)
class PgNativeSqlInitTest {

    private static final String APPLICATION = "pgnative-scripts-test";

    private static final String[] CLIENT_BEANS = {
        "pgClientLifecycle", "pgClient", "reactivePgClient", "blockingPgClient"
    };

    private final TestDatabase database;
    private final Path directory;
    private final ApplicationContextRunner runner;

    PgNativeSqlInitTest(TestDatabase database, @TempDir Path directory) {
        this.database = database;
        this.directory = directory;
        this.runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgNativeAutoConfiguration.class, PgNativeSqlInitAutoConfiguration.class))
                .withPropertyValues(
                        "spring.pgnative.dsn=" + database.dsn(), "spring.pgnative.application-name=" + APPLICATION);
    }

    @AfterEach
    void dropAll() {
        database.execute("drop schema public cascade; create schema public");
    }

    private String script(String name, String text) throws IOException {
        return script(name, text, StandardCharsets.UTF_8);
    }

    private String script(String name, String text, Charset charset) throws IOException {
        return "file:" + Files.write(directory.resolve(name), text.getBytes(charset));
    }

    private ApplicationContextRunner always(String schema) throws IOException {
        return runner.withPropertyValues(
                "spring.sql.init.mode=always", "spring.sql.init.schema-locations=" + script("schema.sql", schema));
    }

    private static String analyzed(AssertableApplicationContext context) {
        for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
            if (cause instanceof PgStartupException found) {
                return found.analysis().getDescription();
            }
        }
        throw new AssertionError("not analyzed", context.getStartupFailure());
    }

    private static String @Nullable [] dependencies(AssertableApplicationContext context, String bean) {
        return ((BeanDefinitionRegistry) context.getSourceApplicationContext())
                .getBeanDefinition(bean)
                .getDependsOn();
    }

    @Test
    @DisplayName(
            "B39: runs schema and data scripts, statement by statement, before any client, on a connection of its own")
    void runsScriptsBeforeTheClientOnAConnectionOfItsOwn() throws IOException {
        String data = script("data.sql", """
                \uFEFFset local search_path to none; -- a warning only
                begin;
                insert into book(title) values ('a;b'), (E'it''s \\';');
                select note('within');
                commit;
                """);
        always("""
                        create table book(id serial primary key, title text);
                        create table noted(word text, by_pid int default pg_backend_pid());
                        create function note(word text) returns void language plpgsql as $body$
                        begin
                          insert into noted(word) values (word);
                        end;
                        $body$;
                        create index concurrently on book(title);
                        vacuum book;
                        set application_name to 'renamed by the script';
                        insert into noted(word) select current_setting('application_name');
                        """)
                .withPropertyValues(
                        "spring.sql.init.data-locations=" + data,
                        "spring.pgnative.pool.initialization=fail-fast",
                        "spring.pgnative.pool.max-size=1",
                        // Needs what the scripts make, and would fail the connections of the scripts.
                        "spring.pgnative.init-sql=select note('connected')",
                        "spring.pgnative.query-timeout=5s",
                        "spring.pgnative.max-result-rows=10")
                .run(context -> {
                    for (String bean : CLIENT_BEANS) {
                        assertThat(dependencies(context, bean)).contains("pgScriptDatabaseInitializer");
                    }
                    assertThat(context.getBean(PgClient.class).statistics().opened())
                            .isOne();
                    assertThat(database.backends(APPLICATION)).isOne();
                    assertThat(database.backends("renamed by the script")).isZero();
                });
        assertThat(database.query("select string_agg(title, ' ' order by id) from book"))
                .isEqualTo("a;b it's ';");
        assertThat(database.query("select string_agg(word, ', ') from noted"))
                .isEqualTo("renamed by the script, within, connected");
        assertThat(database.query("select count(distinct by_pid) from noted")).isEqualTo("3");
    }

    @Test
    @DisplayName("B39: each mode: never has no initializer, embedded runs nothing on a server of its own")
    void runsNothingUnlessAskedTo() throws IOException {
        ApplicationContextRunner scripted = always("create table book()");

        scripted.withPropertyValues("spring.sql.init.mode=never")
                .run(context -> assertThat(context).doesNotHaveBean(PgScriptDatabaseInitializer.class));
        scripted.withPropertyValues("spring.sql.init.mode=embedded")
                .run(context -> assertThat(context).hasSingleBean(PgScriptDatabaseInitializer.class));
        scripted.withPropertyValues("spring.pgnative.sql-init.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(PgScriptDatabaseInitializer.class));
        scripted.withPropertyValues("spring.pgnative.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(PgScriptDatabaseInitializer.class));
        scripted.withClassLoader(new FilteredClassLoader(ApplicationScriptDatabaseInitializer.class))
                .run(context -> assertThat(context).hasSingleBean(PgClient.class));

        assertThat(database.query("select to_regclass('book')")).isEqualTo("null");
    }

    @Test
    @DisplayName("B39: the mode embedded runs scripts on the embedded server")
    void runsScriptsOnTheEmbeddedServer() throws IOException {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgNativeAutoConfiguration.class, PgNativeSqlInitAutoConfiguration.class))
                .withPropertyValues("spring.sql.init.schema-locations="
                        + script("schema.sql", "create table book as select 'x' as title"))
                .run(context -> assertThat(context.getBean(BlockingPgClient.class)
                                .fetchValue(String.class, "select title from book"))
                        .contains("x"));
    }

    @Test
    @DisplayName("B39: logs in as spring.sql.init.username, and never tells it the password of the client")
    void logsInAsAnotherUser() throws IOException {
        database.execute("drop role if exists script_owner; create role script_owner login password 's3cret-scripts';"
                + "grant usage, create on schema public to script_owner");
        ApplicationContextRunner scripted = always("create table book()");

        scripted.withPropertyValues("spring.sql.init.username=script_owner", "spring.sql.init.password=s3cret-scripts")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(database.query("select tableowner from pg_tables where tablename = 'book'"))
                .isEqualTo("script_owner");

        // The role of the client, for which the server asks for a password.
        ApplicationContextRunner asked = scripted.withPropertyValues("spring.sql.init.username=" + database.user());
        asked.withPropertyValues("spring.sql.init.password=s3cret-wrong").run(context -> assertThat(analyzed(context))
                .startsWith("The scripts of spring.sql.init were not run: cannot connect to " + database.host())
                .contains(" as user " + database.user() + ": ", "password authentication failed")
                .doesNotContain("s3cret"));
        asked.run(context -> assertThat(analyzed(context))
                .startsWith("The scripts of spring.sql.init were not run: cannot connect to ")
                .contains("password")
                .doesNotContain(database.password()));
    }

    @Test
    @DisplayName("B39: a failure tells script, line, column, SQLSTATE and message")
    void tellsWhereAScriptFails() throws IOException {
        always(
                        "create table book(title text);\n\n-- next\ninsert into book\n  values ('\uD83D\uDE00', titel);\ncreate table n();")
                .run(context -> assertThat(analyzed(context))
                        .endsWith("schema.sql], line 5, column 16: 42703: column \"titel\" does not exist"
                                + " (Perhaps you meant to reference the column \"book.title\".)"));
        assertThat(database.query("select count(*) from pg_tables where schemaname = 'public'"))
                .isEqualTo("1");

        always("create table other();\nselect 'open").run(context -> assertThat(analyzed(context))
                .endsWith("schema.sql], line 2: the string that begins here has no end"));
        always("create table other();\n\\i more.sql")
                .run(context -> assertThat(analyzed(context)).contains("schema.sql], line 2: \\i is for psql"));
        assertThat(database.query("select to_regclass('other')")).isEqualTo("null");

        always("begin; create table other();").run(context -> assertThat(analyzed(context))
                .endsWith("schema.sql]: leaves a transaction open, expected a COMMIT for each BEGIN"));
        assertThat(database.query("select to_regclass('other')")).isEqualTo("null");
    }

    @Test
    @DisplayName("B39: continues after errors where it is to, and tells of them")
    void continuesAfterErrors(CapturedOutput output) throws IOException {
        always("create table book();\nselect no_such_function();\ncreate table shelf();")
                .withPropertyValues("spring.sql.init.continue-on-error=true")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(database.query("select to_regclass('shelf')")).isEqualTo("shelf");
        assertThat(output).contains("schema.sql], line 2, column 8: 42883: function no_such_function() does not exist");

        always("select 1;\nselect pg_terminate_backend(pg_backend_pid());\ncreate table n();")
                .withPropertyValues("spring.sql.init.continue-on-error=true")
                .run(context -> assertThat(analyzed(context)).contains("schema.sql], line 2, column 1: "));
    }

    @Test
    @DisplayName("B39: reads scripts in the encoding, and splits them at the separator, that are asked for")
    void honoursEncodingAndSeparator() throws IOException {
        String latin = script(
                "schema.sql",
                "create table book as select 'größe' as title\n@@\nselect 1; select 2 @@",
                StandardCharsets.ISO_8859_1);
        ApplicationContextRunner scripted =
                runner.withPropertyValues("spring.sql.init.mode=always", "spring.sql.init.schema-locations=" + latin);

        scripted.run(context -> assertThat(analyzed(context)).endsWith("schema.sql]: its bytes are not UTF-8"));
        scripted.withPropertyValues("spring.sql.init.encoding=ISO-8859-1", "spring.sql.init.separator=@@")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(database.query("select title from book")).isEqualTo("größe");
        scripted.withPropertyValues("spring.sql.init.separator= ")
                .run(context -> assertThat(analyzed(context)).startsWith("spring.sql.init.separator: is blank"));
    }

    @Test
    @DisplayName(
            "B20, B39: leaves the scripts to a data source of its own, and waits for them; or takes them when asked to")
    void leavesTheScriptsToADataSourceOfItsOwn() throws IOException {
        ApplicationContextRunner both = always("create table book()")
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class, DataSourceInitializationAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=" + database.jdbcUrl(),
                        "spring.datasource.username=" + database.user(),
                        "spring.datasource.password=" + database.password());

        both.run(context -> {
            assertThat(context)
                    .hasSingleBean(DataSourceScriptDatabaseInitializer.class)
                    .doesNotHaveBean(PgScriptDatabaseInitializer.class);
            for (String bean : CLIENT_BEANS) {
                assertThat(dependencies(context, bean)).contains("dataSourceScriptDatabaseInitializer");
            }
        });
        database.execute("drop table book");
        both.withPropertyValues("spring.pgnative.sql-init.enabled=true").run(context -> assertThat(context)
                .hasSingleBean(PgScriptDatabaseInitializer.class)
                .doesNotHaveBean(DataSourceScriptDatabaseInitializer.class));
        assertThat(database.query("select to_regclass('book')")).isEqualTo("book");
    }

    @Test
    @DisplayName("B21, B39: leaves the scripts to R2DBC, which would run them in any case")
    void leavesTheScriptsToR2dbc() throws IOException {
        ConnectionFactory factory = (ConnectionFactory) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ConnectionFactory.class},
                (proxy, method, arguments) -> null);

        always("create table book()")
                .withBean(ConnectionFactory.class, () -> factory)
                .run(context -> assertThat(context).doesNotHaveBean(PgScriptDatabaseInitializer.class));
    }

    @Test
    @DisplayName("B20, B39: runs the scripts where the data source is made of the client's connection details")
    void runsTheScriptsBesideADataSourceToTheSameServer() throws IOException {
        always("create table book()")
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class, DataSourceInitializationAutoConfiguration.class))
                .withUserConfiguration(AdaptedDetails.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(PgScriptDatabaseInitializer.class)
                        .doesNotHaveBean(DataSourceScriptDatabaseInitializer.class));
    }

    @Test
    void leavesTheScriptsToAnInitializerOfTheApplication() throws IOException {
        always("create table book()")
                .withBean(
                        ApplicationScriptDatabaseInitializer.class, () -> new ApplicationScriptDatabaseInitializer() {})
                .run(context -> assertThat(context).doesNotHaveBean(PgScriptDatabaseInitializer.class));
    }

    /** As what adapts the client's connection details for JDBC does. */
    @Configuration(proxyBeanMethods = false)
    static class AdaptedDetails {

        @Bean
        JdbcConnectionDetails adapted(PgNativeConnectionDetails details) {
            return new JdbcConnectionDetails() {

                @Override
                public @Nullable String getUsername() {
                    return details.getUsername();
                }

                @Override
                public @Nullable String getPassword() {
                    return details.getPassword();
                }

                @Override
                public String getJdbcUrl() {
                    return "jdbc:postgresql://" + details.getHost() + ":" + details.getPort() + "/"
                            + details.getDatabase();
                }
            };
        }
    }
}
