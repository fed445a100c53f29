package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.SslMode;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BindComplete;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ParseComplete;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.backend.RowDescription;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.pgnative.client.wire.frontend.Describe;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.pgnative.client.wire.frontend.Sync;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that speak the protocol and are not quite PostgreSQL, by what they report. */
@ExtendWith(PostgresExtension.class)
class RelativesTest {

    private static final int INT4 = 23;
    private static final String SLOW = "a slow statement";
    private static final String PLAIN_RESET =
            "SELECT pg_catalog.pg_advisory_unlock_all(); CLOSE ALL; UNLISTEN *; RESET ALL";

    private final Vertx vertx;
    private @Nullable PgClient opened;

    RelativesTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            await(opened.close(Duration.ZERO));
        }
    }

    private PgClient client(ScriptedServer server) {
        PgClient pg = PgClient.builder(vertx)
                .environment(false)
                .host(server.host())
                .port(server.port())
                .user("anna")
                .database("shop")
                .tls(tls -> tls.mode(SslMode.DISABLE))
                .poolMaxSize(1)
                .build();
        opened = pg;
        return pg;
    }

    /** A server that reports little, knows statements of one integer, and ends one when it is told to. */
    private static final class Relative {

        private final List<ParameterStatus> reported;
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private volatile TransactionStatus status = TransactionStatus.IDLE;
        private final Map<String, String> parsed = new ConcurrentHashMap<>();
        private volatile String bound = "";

        Relative(List<ParameterStatus> reported) {
            this.reported = reported;
        }

        List<BackendMessage> answer(FrontendMessage message) {
            if (message instanceof StartupMessage) {
                List<BackendMessage> greeting = new ArrayList<>(List.of(new AuthenticationOk()));
                greeting.addAll(reported);
                greeting.addAll(List.of(new BackendKeyData(Script.PROCESS_ID, Script.SECRET_KEY), ready()));
                return greeting;
            }
            if (message instanceof Parse parse) {
                parsed.put(parse.statement(), parse.query());
                return List.of(new ParseComplete());
            }
            if (message instanceof Describe) {
                return List.of(
                        new ParameterDescription(List.of(INT4)),
                        new RowDescription(List.of(new FieldDescription("n", 0, 0, INT4, 4, -1, 0))));
            }
            if (message instanceof Bind bind) {
                bound = parsed.getOrDefault(bind.statement(), "");
                return List.of(new BindComplete());
            }
            if (message instanceof Execute) {
                return executed();
            }
            if (message instanceof Sync) {
                return List.of(ready());
            }
            return message instanceof Query query ? answer(query.query()) : List.of();
        }

        private List<BackendMessage> executed() {
            if (bound.startsWith("BEGIN")) {
                status = TransactionStatus.ACTIVE;
                return List.of(new CommandComplete("BEGIN"));
            }
            return List.of(
                    new DataRow(List.of(Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 7))),
                    new CommandComplete("SELECT 1"));
        }

        private List<BackendMessage> answer(String sql) {
            if (sql.startsWith("COMMIT")) {
                status = TransactionStatus.IDLE;
                return List.of(new CommandComplete("COMMIT"), ready());
            }
            if (sql.equals(SLOW)) {
                awaitCancel();
                return List.of(ErrorResponse.of("ERROR", "57014", "query execution canceled"), ready());
            }
            return List.of(new CommandComplete("SET"), ready());
        }

        private void awaitCancel() {
            try {
                assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private ReadyForQuery ready() {
            return new ReadyForQuery(status);
        }
    }

    static Stream<Arguments> relatives() {
        return Stream.of(
                Arguments.of("CockroachDB", "13.0.0", "crdb_version", "CockroachDB CCL v23.1.11", 13, ""),
                Arguments.of("YugabyteDB", "11.2-YB-2.18.0.0-b0", null, null, 11, PLAIN_RESET),
                Arguments.of("Redshift", "8.0.2", "padb_revision", "cd19d2b", 8, "RESET ALL"),
                Arguments.of("CrateDB", "14.0", "crate_version", "5.4.3", 14, ""),
                Arguments.of("one that reports nothing", null, null, null, 0, PLAIN_RESET));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("relatives")
    @DisplayName("F86: relatives of PostgreSQL are known by what they report, and asked for nothing at connect")
    void knowsRelatives(
            String name,
            @Nullable String version,
            @Nullable String parameter,
            @Nullable String value,
            int major,
            String reset) {
        List<ParameterStatus> reported = new ArrayList<>();
        if (version != null) {
            reported.add(new ParameterStatus("server_version", version));
        }
        if (parameter != null && value != null) {
            reported.add(new ParameterStatus(parameter, value));
        }
        try (ScriptedServer server = ScriptedServer.start()) {
            Relative relative = new Relative(reported);
            server.accept().serve(relative::answer);
            server.accept()
                    .expect(CancelRequest.class, request -> assertThat(request.processId())
                            .isEqualTo(Script.PROCESS_ID))
                    .run(relative.cancelled::countDown)
                    .closeAbruptly();
            PgClient pg = client(server);

            ServerVersion told = await(pg.withConnection(c -> Future.succeededFuture(c.serverVersion())));
            assertThat(told.major()).isEqualTo(major);
            assertThat(server.received())
                    .as("at connect")
                    .filteredOn(message -> message instanceof Parse || message instanceof Query)
                    .allMatch(message -> message.equals(new Query(reset)));

            assertThat(await(pg.fetchOne(Integer.class, "select $1::int4", 7))).isEqualTo(7);
            Integer within = await(pg.inTransaction(tx -> tx.fetchOne(Integer.class, "select $1::int4", 7)));
            assertThat(within).isEqualTo(7);
            assertThat(failureOf(pg.sql(SLOW).timeout(Duration.ofMillis(100)).execute()))
                    .isInstanceOf(PgTimeoutException.class);
            await(pg.execute("set x.y = 1"));
            await(pg.execute("set x.y = 2"));

            List<String> queries = server.received().stream()
                    .filter(Query.class::isInstance)
                    .map(message -> ((Query) message).query())
                    .toList();
            if (reset.isEmpty()) {
                assertThat(queries).containsExactly("COMMIT", SLOW, "set x.y = 1", "set x.y = 2");
            } else {
                assertThat(queries).contains(reset).containsOnly("COMMIT", SLOW, reset, "set x.y = 1", "set x.y = 2");
            }
            assertThat(server.received())
                    .filteredOn(CancelRequest.class::isInstance)
                    .hasSize(1);
        }
    }
}
