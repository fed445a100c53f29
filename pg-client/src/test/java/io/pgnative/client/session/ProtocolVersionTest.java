package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.PostgresServer;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.NegotiateProtocolVersion;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions 3.0 and 3.2 of the protocol, with real servers and with those that negotiate as they should not. */
@ExtendWith(PostgresExtension.class)
class ProtocolVersionTest {

    private static final int V3_0 = StartupMessage.PROTOCOL_3_0;
    private static final int V3_2 = StartupMessage.PROTOCOL_3_2;

    private final Vertx vertx;
    private final ScriptedServer scripted = ScriptedServer.start();

    ProtocolVersionTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @AfterEach
    void stop() {
        scripted.close();
    }

    private Future<Session> open(String dsn) {
        return new Sessions(vertx)
                .open(PgClient.builder(vertx).environment(false).dsn(dsn).options());
    }

    private static boolean speaks32() {
        return PostgresServer.current().majorVersion() >= 18;
    }

    private static void assertCancels(Session session) {
        assertThat(failureOf(
                        Sessions.submit(session, Sessions.query(Duration.ofMillis(100), "select pg_sleep(20)::text"))))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(Sessions.fetch(session, "select 1").get(0).getInt(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_protocol_version=3.2", "max_protocol_version=latest"})
    @DisplayName("speaks 3.2 with servers that do, older ones negotiate 3.0; the key has the length of its version")
    void speaksTheNewestVersionOfTheServer(String option, TestDatabase database) {
        Session session = await(open(database.dsn() + "?" + option));

        int length = ((PgSession) session).key.secretKey().length();
        assertThat(length).isEqualTo(speaks32() ? 32 : 4);
        assertCancels(session);
        await(session.close());
    }

    @Test
    void asksForNothingButVersion30UnlessTold(TestDatabase database) {
        Session session = await(open(database.dsn()));

        assertThat(((PgSession) session).key.secretKey().length()).isEqualTo(4);
        assertCancels(session);
        await(session.close());
    }

    @Test
    void refusesServersThatAreTooOld(TestDatabase database) {
        Future<Session> opening = open(database.dsn() + "?min_protocol_version=3.2");
        if (speaks32()) {
            Session session = await(opening);
            assertThat(((PgSession) session).key.secretKey().length()).isEqualTo(32);
            await(session.close());
        } else {
            assertThat(failureOf(opening))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining(
                            "the server speaks version 3.0 of the protocol at most, but min_protocol_version is 3.2");
        }
    }

    private Future<Session> openScripted(String options) {
        return open("postgres://anna@" + scripted.host() + ":" + scripted.port() + "/shop?sslmode=disable" + options);
    }

    private static BackendKeyData key(int length) {
        return new BackendKeyData(7, Bytes.of(new byte[length]));
    }

    private static NegotiateProtocolVersion negotiate(int version, String... options) {
        return new NegotiateProtocolVersion(version, List.of(options));
    }

    private void serve(BackendMessage... messages) {
        scripted.accept().expectStartup().send(messages);
    }

    @ParameterizedTest
    @CsvSource({"4", "5", "32", "256"})
    @DisplayName("a cancel request carries the very key of the server, of 4 to 256 bytes")
    void cancelsByKeysOfEachLength(int length) {
        byte[] secret = new byte[length];
        for (int i = 0; i < length; i++) {
            secret[i] = (byte) (i + 1);
        }
        serve(
                new AuthenticationOk(),
                new BackendKeyData(7, Bytes.of(secret)),
                new ReadyForQuery(TransactionStatus.IDLE));
        Session session = await(openScripted("&max_protocol_version=3.2"));
        Script cancelling = scripted.accept().expect(CancelRequest.class, request -> {
            assertThat(request.processId()).isEqualTo(7);
            assertThat(request.secretKey()).isEqualTo(Bytes.of(secret));
        });
        cancelling.closeAbruptly();

        await(session.cancelRunning());

        session.abort(new PgConnectException("over"));
        scripted.verify();
    }

    @Test
    void takesAnOlderVersionWhereThatIsAllowed() {
        serve(negotiate(V3_0), new AuthenticationOk(), key(4), new ReadyForQuery(TransactionStatus.IDLE));

        Session session = await(openScripted("&max_protocol_version=3.2"));

        assertThat(session.processId()).isEqualTo(7);
        session.abort(new PgConnectException("over"));
    }

    @Test
    void refusesAnOlderVersionWhereThatIsNotAllowed() {
        serve(negotiate(V3_0), new AuthenticationOk());

        assertThat(failureOf(openScripted("&min_protocol_version=latest")))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("min_protocol_version is 3.2 (anna on ");
    }

    static Stream<Arguments> wrongNegotiations() {
        return Stream.of(
                Arguments.of("", List.of(negotiate(V3_0)), "nothing is older than what was asked for"),
                Arguments.of("3.2", List.of(negotiate(V3_2)), "3.2, which is not older"),
                Arguments.of("3.2", List.of(negotiate(V3_0), negotiate(V3_0)), "came when it must not"),
                Arguments.of("3.2", List.of(negotiate(V3_0, "_pq_.evil")), "1 protocol options"),
                Arguments.of("3.2", List.of(negotiate(V3_2, "_pq_.evil")), "1 protocol options"),
                Arguments.of("3.2", List.of(negotiate(3 << 16 | 1)), "3.1, which does not exist"),
                Arguments.of("3.2", List.of(negotiate(3 << 16 | 3)), "3.3, which does not exist"),
                Arguments.of("3.2", List.of(negotiate(2 << 16)), "2.0, which does not exist"),
                Arguments.of("3.2", List.of(negotiate(0)), "0.0, which does not exist"),
                Arguments.of("3.2", List.of(negotiate(-1)), "which does not exist"),
                Arguments.of("3.2", List.of(new AuthenticationOk(), negotiate(V3_0)), "came when it must not"),
                Arguments.of("3.2", List.of(negotiate(V3_0), new AuthenticationOk(), key(32)), "a key of 32 bytes"),
                Arguments.of("", List.of(new AuthenticationOk(), key(5)), "version 3.0 of the protocol has 4"),
                Arguments.of("3.2", List.of(new AuthenticationOk(), key(3)), "11; expected 12 to 264"),
                Arguments.of("3.2", List.of(new AuthenticationOk(), key(257)), "265; expected 12 to 264"));
    }

    @ParameterizedTest
    @MethodSource("wrongNegotiations")
    @DisplayName("S15: what a server must not negotiate, or not twice, ends the start-up")
    void endsByWrongNegotiations(String version, List<BackendMessage> messages, String expected) {
        serve(messages.toArray(BackendMessage[]::new));

        assertThat(failureOf(openScripted(version.isEmpty() ? "" : "&max_protocol_version=" + version)))
                .isInstanceOf(PgProtocolException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("evil");
    }
}
