package io.pgnative.spring.boot.actuate.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.pgnative.client.ConnectionStatistics;
import io.pgnative.client.PgClient;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.RunningStatement;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.StatementStatistics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the endpoint shows of clients that tell what the test says, and what it has them do. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class PgPoolEndpointTest {

    private static final String SQL = "select * from customer where name = 'Ursula'";

    private final Vertx vertx = Vertx.vertx();
    private final PgClient client = mock(PgClient.class);

    @BeforeEach
    void answer() {
        when(client.options())
                .thenReturn(PgClient.builder(vertx)
                        .dsn("postgres://app:hush@db.example.com/shop")
                        .poolName("till")
                        .options());
        when(client.statistics())
                .thenReturn(new PoolStatistics(10, 2, 3, 4, 1, 0, 6, 0, 0, 9, 0, 11, 0, 0, 0, 0, 0, 0));
        when(client.connections())
                .thenReturn(Future.succeededFuture(List.of(
                        connection(
                                4711,
                                new RunningStatement(
                                        QueryEvent.Operation.FETCH,
                                        "pgn_3",
                                        SQL + "x".repeat(500),
                                        Duration.ofSeconds(3)),
                                new StatementStatistics("pgn_1", SQL, 5, 2, Duration.ofMillis(3), Duration.ZERO)),
                        connection(
                                4712,
                                null,
                                new StatementStatistics("pgn_2", "select 1", 1, 9, Duration.ofMillis(9), Duration.ZERO),
                                new StatementStatistics("pgn_1", SQL, 1, 1, Duration.ofMillis(6), Duration.ZERO)))));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static ConnectionStatistics connection(
            int pid, @Nullable RunningStatement running, StatementStatistics... statements) {
        return new ConnectionStatistics(
                pid,
                "db.example.com",
                5432,
                ServerVersion.parse("18.1"),
                ConnectionStatistics.Role.PRIMARY,
                true,
                running == null ? ConnectionStatistics.State.IDLE : ConnectionStatistics.State.BUSY,
                Duration.ofMillis(20),
                Duration.ofMillis(30),
                40,
                running == null ? 0 : 1,
                running,
                List.of(statements));
    }

    private PgPoolEndpoint endpoint(Show show) {
        return new PgPoolEndpoint(Map.of("till", client), show, Duration.ofMillis(200));
    }

    @Test
    @DisplayName("B52: pools are shown with their connections and what runs there, texts masked by default")
    void showsPools() {
        PgPoolDescriptor pool =
                Objects.requireNonNull(endpoint(Show.NEVER).pools().clients().get("till"));

        assertThat(pool)
                .usingRecursiveComparison()
                .ignoringFields("connections")
                .isEqualTo(new PgPoolDescriptor("till", "shop", 8, 4, 3, 6, 10, 2, 11, 9, true, List.of(), null));
        assertThat(pool.connections())
                .containsExactly(
                        new PgConnectionDescriptor(
                                4711,
                                "db.example.com:5432",
                                "18.1",
                                "primary",
                                true,
                                "busy",
                                20,
                                30,
                                40,
                                1,
                                new PgRunningDescriptor("fetch", "pgn_3", "SELECT customer", "******", 3000)),
                        new PgConnectionDescriptor(
                                4712, "db.example.com:5432", "18.1", "primary", true, "idle", 20, 30, 40, 0, null));
        assertThat(pool.toString()).doesNotContain("Ursula").doesNotContain("hush");
    }

    @Test
    @DisplayName("B52: statements are summed over connections, what took most time first; long texts are cut")
    void showsStatements() {
        PgPoolDescriptor pool = Objects.requireNonNull(endpoint(Show.ALWAYS).pool("till"));

        assertThat(pool.statements())
                .containsExactly(
                        new PgStatementDescriptor("pgn_2", "SELECT", "select 1", 1, 1, 9, 9.0),
                        new PgStatementDescriptor("pgn_1", "SELECT customer", SQL, 2, 6, 3, 4.0));
        assertThat(Objects.requireNonNull(pool.connections().get(0).running()).sql())
                .startsWith(SQL)
                .hasSize(204)
                .endsWith("x ...");
        assertThat(endpoint(Show.ALWAYS).pool("nobody")).isNull();
    }

    @Test
    @DisplayName("B52: event loops that do not answer are waited for only so long")
    void waitsNotForEver() {
        when(client.connections())
                .thenReturn(Promise.<List<ConnectionStatistics>>promise().future());

        PgPoolDescriptor pool = Objects.requireNonNull(endpoint(Show.NEVER).pool("till"));

        assertThat(pool.complete()).isFalse();
        assertThat(pool.connections()).isEmpty();
        assertThat(pool.maxSize()).isEqualTo(10);
    }

    @Test
    @DisplayName("B52: each action is done by the client, and logged with who asked for it")
    void acts(CapturedOutput output) {
        SecurityContext somebody = mock(SecurityContext.class);
        Principal principal = mock(Principal.class);
        when(principal.getName()).thenReturn("grace");
        when(somebody.getPrincipal()).thenReturn(principal);
        PgPoolEndpointWebExtension web = new PgPoolEndpointWebExtension(endpoint(Show.NEVER), Show.NEVER, Set.of());

        assertThat(web.change(somebody, "till", PgPoolAction.EXPIRE, null, null).getStatus())
                .isEqualTo(204);
        verify(client).expireConnections();
        assertThat(web.change(SecurityContext.NONE, "till", PgPoolAction.CLEAR_STATEMENT_CACHE, null, null)
                        .getStatus())
                .isEqualTo(204);
        verify(client).clearStatementCaches();
        assertThat(endpoint(Show.NEVER)
                        .change("till", PgPoolAction.RESIZE, 1, null)
                        .pool())
                .isEqualTo("till");
        verify(client).resize(1, 1);
        assertThat(web.change(somebody, "nobody", PgPoolAction.EXPIRE, null, null)
                        .getStatus())
                .isEqualTo(404);

        assertThatThrownBy(() -> endpoint(Show.NEVER).change("nobody", PgPoolAction.EXPIRE, null, null))
                .isInstanceOfSatisfying(
                        InvalidEndpointRequestException.class, refused -> assertThat(refused.getReason())
                                .isEqualTo("there is no client nobody; there are [till]"));
        assertThat(output)
                .contains("EXPIRE of client \"till\", asked for by grace")
                .contains("CLEAR_STATEMENT_CACHE of client \"till\", asked for by somebody unauthenticated")
                .contains("RESIZE of client \"till\", asked for by JMX")
                .doesNotContain("nobody");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "RESIZE, -, -, 'maxSize is null; the action resize takes 1 or more'",
                "RESIZE, 0, -, 'maxSize is 0; the action resize takes 1 or more'",
                "RESIZE, 3, 4, 'minIdle is 4; expected 0 to 3'",
                "RESIZE, 3, -1, 'minIdle is -1; expected 0 to 3'",
                "EXPIRE, 3, -, 'maxSize and minIdle are for the action resize only'"
            })
    @DisplayName("B52: what cannot be done is refused with its reason")
    void refuses(PgPoolAction action, Integer maxSize, Integer minIdle, String reason) {
        assertThatThrownBy(() -> endpoint(Show.NEVER).change("till", action, maxSize, minIdle))
                .isInstanceOfSatisfying(
                        InvalidEndpointRequestException.class,
                        refused -> assertThat(refused.getReason()).isEqualTo(reason));
        verify(client, never()).resize(anyInt(), anyInt());
    }

    @Test
    @DisplayName("B52: texts are shown to those who may see them")
    void showsTextsByRole() {
        SecurityContext operator = mock(SecurityContext.class);
        when(operator.getPrincipal()).thenReturn(mock(Principal.class));
        when(operator.isUserInRole("operator")).thenReturn(true);
        PgPoolEndpointWebExtension web = new PgPoolEndpointWebExtension(
                endpoint(Show.WHEN_AUTHORIZED), Show.WHEN_AUTHORIZED, Set.of("operator"));

        assertThat(String.valueOf(web.pool(operator, "till").getBody())).contains("Ursula");
        assertThat(web.pools(operator).toString()).contains("Ursula");
        assertThat(String.valueOf(web.pool(SecurityContext.NONE, "till").getBody()))
                .doesNotContain("Ursula");
        assertThat(web.pools(SecurityContext.NONE).toString()).doesNotContain("Ursula");
        assertThat(web.pool(operator, "nobody").getStatus()).isEqualTo(404);
    }
}
