package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server refuses, and what that means for the connection. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class ServerErrorsTest {

    private final Vertx vertx;
    private final TestDatabase database;
    private @Nullable PgClient opened;

    ServerErrorsTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    @BeforeEach
    void prepare() {
        database.execute("""
                create or replace function fail(state text) returns int language plpgsql
                    as 'begin raise exception using errcode = state, message = ''it failed''; end';
                drop table if exists error_item;
                create table error_item(id int);
                """);
    }

    @AfterEach
    void close() {
        if (opened != null) {
            await(opened.close(Duration.ofSeconds(5)));
        }
    }

    private PgClient built(PgClientBuilder builder) {
        PgClient made = builder.poolMaxSize(1).build();
        opened = made;
        return made;
    }

    private PgClient client() {
        return built(PgClient.builder(vertx).dsn(database.dsn()));
    }

    private static void fail(PgClient pg, String state, boolean isPrepared) {
        Future<?> failing =
                isPrepared ? pg.fetch("select fail($1)", state) : pg.execute("select fail('" + state + "')");
        assertThatThrownBy(() -> await(failing))
                .isInstanceOfSatisfying(PgServerException.class, failure -> assertThat(failure.sqlState())
                        .isEqualTo(state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"53200", "53100"})
    @DisplayName("F20: where memory or disk were exhausted the connection stays usable")
    void keepsConnectionsOfServersWithoutMemoryOrDisk(String state) {
        PgClient pg = client();
        fail(pg, state, false);
        fail(pg, state, true);
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        assertThat(pg.statistics().opened()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XX000", "XX001", "XX002"})
    @DisplayName("F20: after an internal error or corrupted data the next user gets another connection")
    void discardsConnectionsOfServersThatAreBroken(String state) {
        PgClient pg = client();
        fail(pg, state, false);
        fail(pg, state, true);
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        assertThat(pg.statistics().opened()).isEqualTo(3);
        // Its holder may go on.
        Optional<Integer> two = await(pg.withConnection(connection -> connection
                .fetch("select fail($1)", state)
                .otherwiseEmpty()
                .compose(failed -> connection.fetchValue(Integer.class, "select 2"))));
        assertThat(two).contains(2);
        assertThat(await(pg.fetchValue(Integer.class, "select 3"))).contains(3);
        assertThat(pg.statistics().opened()).isEqualTo(4);
    }

    @Test
    @DisplayName("F23: the parameter that a server does not know is named")
    void namesTheUnknownStartupParameter() {
        PgClient pg = built(PgClient.builder(vertx)
                .dsn(database.dsn())
                .parameter("no_such_parameter", "1")
                .poolAcquireTimeout(Duration.ofSeconds(1)));
        assertThatThrownBy(() -> await(pg.fetch("select 1")))
                .isInstanceOf(PgException.class)
                .hasStackTraceContaining("no_such_parameter");
    }

    @Test
    @DisplayName("F23: what a pooler refuses before it authenticates is named; only three parameters are set by us")
    void namesTheParameterThatAPoolerRefuses() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.acceptEach(script -> script.expectStartup()
                    .send(new ErrorResponse(Map.of(
                            'S', "FATAL", 'C', "08P01", 'M', "unsupported startup parameter: no_such_parameter"))));
            PgClient pg = built(PgClient.builder(vertx)
                    .host(server.host())
                    .port(server.port())
                    .user("anna")
                    .database("shop")
                    .parameter("no_such_parameter", "1")
                    .poolAcquireTimeout(Duration.ofSeconds(1)));
            assertThatThrownBy(() -> await(pg.fetch("select 1")))
                    .isInstanceOf(PgException.class)
                    .hasStackTraceContaining("no_such_parameter");
            assertThat(server.received())
                    .filteredOn(StartupMessage.class::isInstance)
                    .extracting(
                            message -> ((StartupMessage) message).parameters().keySet())
                    .first(InstanceOfAssertFactories.collection(String.class))
                    .containsExactlyInAnyOrder("user", "database", "client_encoding", "no_such_parameter");
        }
    }

    @Test
    @DisplayName("A025: execute with arguments runs one command and tells its tag; several are refused")
    void executesOneCommandWithArguments() {
        PgClient pg = client();
        assertThat(await(pg.execute("insert into error_item values ($1), ($2)", 1, 2)))
                .isEqualTo(new CommandResult("INSERT 0 2", 2));
        for (String several : List.of("select 1; select $1::int", "insert into error_item values ($1); select 1")) {
            assertThatThrownBy(() -> await(pg.execute(several, 3)))
                    .isInstanceOfSatisfying(PgServerException.class, failure -> assertThat(failure.sqlState())
                            .isEqualTo("42601"));
        }
        assertThat(await(pg.fetchValue(Long.class, "select count(*) from error_item")))
                .contains(2L);
    }
}
