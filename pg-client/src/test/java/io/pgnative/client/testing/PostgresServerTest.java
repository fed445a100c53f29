package io.pgnative.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresServerTest {

    @Test
    void givesEachClassADatabaseOfItsOwn(TestDatabase database) throws SQLException {
        database.execute("create table t (i int); insert into t values (1), (2)");

        try (Connection connection =
                DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            assertThat(connection.getCatalog()).startsWith("postgres_server_test_");
        }
        assertThat(database.query("select sum(i) from t")).isEqualTo("3");
        assertThat(database.dsn()).startsWith("postgres://pgnative_test:canary-2236-of-tests@");
    }

    @Test
    void refusesAWrongPasswordOfTheTestRole(PostgresServer server, TestDatabase database) {
        server.assumeConfigurable();

        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasFieldOrPropertyWithValue("SQLState", "28P01");
    }

    @Test
    void terminatesBackendsByApplicationName(TestDatabase database) throws SQLException {
        try (Connection victim = DriverManager.getConnection(
                database.jdbcUrl() + "?ApplicationName=victim", database.user(), database.password())) {
            assertThat(database.backends("victim")).isOne();

            assertThat(database.terminateBackends("victim")).isOne();

            assertThat(database.backends("victim")).isZero();
            assertThat(victim.isValid(5)).isFalse();
        }
    }

    @Test
    void putsHbaRulesInForce(PostgresServer server, TestDatabase database) throws SQLException {
        server.createRole("Fixture \"md5\"", "secret", "md5");
        server.createRole("fixture_rejected", "secret", "scram-sha-256");
        server.appendHba("host all \"Fixture \"\"md5\"\"\" all md5");
        server.appendHba("host all fixture_rejected all reject");

        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), "Fixture \"md5\"", "secret")) {
            assertThat(connection.isValid(5)).isTrue();
        }
        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "fixture_rejected", "secret"))
                .isInstanceOf(SQLException.class)
                .hasFieldOrPropertyWithValue("SQLState", "28000");
    }

    @Test
    void refusesAnHbaRuleThatTheServerCannotRead(PostgresServer server) {
        server.assumeConfigurable();

        assertThatThrownBy(() -> server.appendHba("host all all nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pg_hba.conf line");
        assertThat(server.query("select count(*) from pg_hba_file_rules where error is not null"))
                .isEqualTo("0");
    }

    @Test
    void keepsPortAndFilesOfAnEmbeddedServerOverRestarts() {
        try (EmbeddedServer server = EmbeddedServer.create(Map.of("max_connections", "20"))) {
            assertThat(server.query("show max_connections")).isEqualTo("20");
            server.execute("create table kept (i int); insert into kept values (7)");

            server.restart(true);
            assertThat(server.query("select i from kept")).isEqualTo("7");

            server.stop();
            assertThatThrownBy(() -> server.query("select 1")).hasMessageContaining("refused");

            server.start();
            assertThat(server.query("select i from kept")).isEqualTo("7");
        }
    }
}
