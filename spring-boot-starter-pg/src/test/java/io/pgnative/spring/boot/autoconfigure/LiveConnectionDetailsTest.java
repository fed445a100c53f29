package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgHost;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Connection details of the application's own, and what they say later on. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveConnectionDetailsTest {

    private static final String ROLE = "live_details_role";
    private static final String PASSWORD = "s3cret-of-the-role";
    private static final String WHEREABOUTS = "select current_database() || ' as ' || current_user";

    private final TestDatabase database;
    private final TestDatabase other;
    private final Rotating details;
    private final ApplicationContextRunner runner;

    private static final class Rotating implements PgNativeConnectionDetails {

        private volatile TestDatabase at;
        private volatile String username = "";
        private volatile String password = "";
        private volatile Map<String, String> parameters = Map.of();
        private volatile String hosts = "";

        Rotating(TestDatabase at) {
            this.at = at;
        }

        void set(TestDatabase database, String user, String secret) {
            at = database;
            hosts = database.host();
            username = user;
            password = secret;
        }

        @Override
        public String getHost() {
            return hosts;
        }

        @Override
        public int getPort() {
            return at.port();
        }

        @Override
        public String getDatabase() {
            return at.database();
        }

        @Override
        public String getUsername() {
            return username;
        }

        @Override
        public String getPassword() {
            return password;
        }

        @Override
        public Map<String, String> getParameters() {
            return parameters;
        }
    }

    LiveConnectionDetailsTest(TestDatabase database) {
        this.database = database;
        this.details = new Rotating(database);
        this.runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PgNativeAutoConfiguration.class))
                .withBean(PgNativeConnectionDetails.class, () -> details);
        this.other = new TestDatabase(
                database.host(), database.port(), database.database() + "_b", database.user(), database.password());
    }

    @BeforeAll
    void make() {
        drop();
        database.execute("create database \"" + other.database() + "\"");
        database.execute("create role " + ROLE + " login password '" + PASSWORD + "'");
    }

    @AfterAll
    void drop() {
        database.execute("drop database if exists \"" + other.database() + "\" with (force)");
        database.execute("drop role if exists " + ROLE);
    }

    @Test
    @DisplayName("B12: details of the application's own win over properties, and are asked for each new connection")
    void newConnectionsGoWhereTheDetailsSay() {
        details.set(database, database.user(), database.password());
        runner.withPropertyValues("spring.pgnative.host=elsewhere.invalid", "spring.pgnative.pool.max-size=3")
                .run(context -> {
                    BlockingPgClient client = context.getBean(BlockingPgClient.class);
                    assertThat(client.fetchValue(String.class, WHEREABOUTS))
                            .contains(database.database() + " as " + database.user());
                    assertThat(context.getBean(PgClient.class).options().pool().maxSize())
                            .isEqualTo(3);

                    BlockingPgConnection held = client.acquire();
                    details.set(other, ROLE, PASSWORD);
                    context.getBean(PgClient.class).expireConnections();

                    assertThat(client.fetchValue(String.class, WHEREABOUTS)).contains(other.database() + " as " + ROLE);
                    assertThat(held.fetchValue(String.class, WHEREABOUTS))
                            .contains(database.database() + " as " + database.user());
                    held.close();
                });
    }

    @Test
    void whatACustomizerHasSetStays() {
        details.set(other, "no-such-role", "no-such-password");
        runner.withBean(
                        PgClientCustomizer.class,
                        () -> builder -> builder.user(ROLE).password(PASSWORD))
                .run(context -> {
                    BlockingPgClient client = context.getBean(BlockingPgClient.class);
                    assertThat(client.fetchValue(String.class, WHEREABOUTS)).contains(other.database() + " as " + ROLE);

                    details.set(database, "still-no-such-role", "");
                    context.getBean(PgClient.class).expireConnections();
                    assertThat(client.fetchValue(String.class, WHEREABOUTS))
                            .contains(database.database() + " as " + ROLE);
                });
    }

    @Test
    void severalHostsAreTriedInTheirOrder() {
        details.set(database, database.user(), database.password());
        details.hosts = "no-such-host.invalid, " + database.host();
        runner.run(context -> {
            assertThat(context.getBean(PgClient.class).options().hosts())
                    .isEqualTo(List.of(
                            new PgHost("no-such-host.invalid", database.port()),
                            new PgHost(database.host(), database.port())));
            assertThat(context.getBean(BlockingPgClient.class).fetchValue(Integer.class, "select 1"))
                    .contains(1);
        });
    }

    @Test
    void parametersAreSentWherePropertiesSayNothing() {
        details.set(database, database.user(), database.password());
        details.parameters = Map.of(
                "search_path",
                "\"a b\", c&d",
                "application_name",
                "of-details",
                "sslmode",
                "disable",
                "lock_timeout",
                "7s");
        try {
            runner.withPropertyValues("spring.pgnative.parameters.lock_timeout=9s", "spring.application.name=of-boot")
                    .run(context -> {
                        BlockingPgClient client = context.getBean(BlockingPgClient.class);
                        assertThat(client.fetchValue(
                                        String.class,
                                        "select current_setting('search_path') || '|' || current_setting('lock_timeout')"
                                                + " || '|' || current_setting('application_name')"))
                                .contains("\"a b\", c&d|9s|of-details");
                    });
        } finally {
            details.parameters = Map.of();
        }
    }
}
