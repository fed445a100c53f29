package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Settings of the server that have properties of their own. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class ServerParametersTest {

    private final TestDatabase database;

    private final ApplicationContextRunner runner;

    ServerParametersTest(TestDatabase database) {
        this.database = database;
        this.runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withPropertyValues("spring.pgnative.dsn=" + database.dsn());
    }

    @Test
    void areDefaultsOfEachSessionWithoutARoundTrip() {
        database.execute("create schema \"Till, 1\"; create table \"Till, 1\".drawer as select 7 as coins");
        runner.withPropertyValues(
                        "spring.pgnative.schema[0]=Till, 1",
                        "spring.pgnative.schema[1]=$user",
                        "spring.pgnative.schema[2]=public",
                        "spring.pgnative.statement-timeout=2m",
                        "spring.pgnative.lock-timeout=1500",
                        "spring.pgnative.idle-in-transaction-timeout=0")
                .run(context -> {
                    BlockingPgClient client = context.getBean(BlockingPgClient.class);
                    assertThat(client.fetchValue(Integer.class, "select coins from drawer"))
                            .contains(7);
                    assertThat(client.fetchValue(String.class, "select current_schemas(false)::text"))
                            .contains("{\"Till, 1\",public}");
                    assertThat(setting(client, "statement_timeout")).isEqualTo("2min");
                    assertThat(setting(client, "lock_timeout")).isEqualTo("1500ms");
                    assertThat(setting(client, "idle_in_transaction_session_timeout"))
                            .isEqualTo("0");
                    client.execute("set statement_timeout = 1; reset statement_timeout");
                    assertThat(setting(client, "statement_timeout")).isEqualTo("2min");
                });
    }

    private static String setting(BlockingPgClient client, String name) {
        return client.fetchValue(String.class, "select current_setting($1)", name)
                .orElseThrow();
    }

    @Test
    void haveTheServerCancelWhatTakesTooLong() {
        runner.withPropertyValues("spring.pgnative.statement-timeout=20ms").run(context -> assertThatThrownBy(() ->
                        context.getBean(BlockingPgClient.class).fetchValue(String.class, "select pg_sleep(30)::text"))
                .isInstanceOfSatisfying(
                        PgException.class, ex -> assertThat(ex.sqlState()).isEqualTo("57014"))
                .hasMessageContaining("statement timeout"));
    }

    @ParameterizedTest
    @CsvSource({
        "statement-timeout=1s, statement_timeout, statement-timeout",
        "lock-timeout=1s, Lock_Timeout, lock-timeout",
        "idle-in-transaction-timeout=1s, idle_in_transaction_session_timeout, idle-in-transaction-timeout",
        "schema=shop, search_path, schema",
    })
    void areRefusedBesideTheParameterThatTheySet(String property, String parameter, String name) {
        runner.withPropertyValues(
                        "spring.pgnative." + property, "spring.pgnative.parameters[" + parameter + "]=s3cret-canary")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("spring.pgnative." + name + ": cannot be set beside parameters.")
                        .satisfies(failure -> assertThat(failure.toString()).doesNotContain("s3cret-canary")));
    }

    @ParameterizedTest
    @CsvSource({
        "statement-timeout=-1s, statement-timeout: expected whole milliseconds",
        "lock-timeout=10ns, lock-timeout: expected whole milliseconds",
        "idle-in-transaction-timeout=30d, idle-in-transaction-timeout: expected whole milliseconds",
        "'schema[0]= ', schema: a name is empty",
    })
    void areRefusedWithValuesThatTheServerCannotTake(String property, String message) {
        runner.withPropertyValues("spring.pgnative." + property).run(context -> assertThat(context.getStartupFailure())
                .hasStackTraceContaining("spring.pgnative." + message));
    }
}
