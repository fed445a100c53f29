package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.Query;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is known of a COMMIT, and of other statements, when the connection ends. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class CommitOutcomeTest {

    private final Vertx vertx;

    CommitOutcomeTest(Vertx vertx) {
        this.vertx = vertx;
    }

    private Future<CommandResult> commit(Consumer<Script> answer) {
        ScriptedServer server = ScriptedServer.start();
        Script script = server.accept()
                .startupTrust()
                .expect(Query.class)
                .send(new CommandComplete("BEGIN"), new ReadyForQuery(TransactionStatus.ACTIVE))
                .expect(Query.class);
        answer.accept(script);
        Session session = await(new Sessions(vertx).open(server.host(), server.port()));
        await(submit(session, Requests.script(null, "begin", Request.NO_DEADLINE)));
        return submit(session, Requests.end(null, "COMMIT", Request.NO_DEADLINE))
                .onComplete(done -> server.close());
    }

    @Test
    @DisplayName("F15: a connection that ends before the answer to COMMIT leaves its outcome unknown, and says so")
    void saysThatTheOutcomeIsUnknown() {
        assertThat(failureOf(commit(Script::closeAbruptly)))
                .isInstanceOfSatisfying(PgConnectionLostException.class, lost -> {
                    assertThat(lost.wasSent()).isTrue();
                    assertThat(lost.isRetryable()).isFalse();
                    assertThat(lost.sqlState()).isEqualTo("08007");
                })
                .hasMessageStartingWith("the outcome of COMMIT is unknown");
    }

    @Test
    @DisplayName("F15, F21: the server's reason for the end is told, but says nothing of the COMMIT")
    void saysSoWhenTheServerGivesAReason() {
        assertThat(failureOf(
                        commit(script -> script.send(fatal("57P01", "FATAL")).closeAbruptly())))
                .isInstanceOf(PgConnectionLostException.class)
                .hasMessageStartingWith("the outcome of COMMIT is unknown")
                .hasCauseInstanceOf(PgServerException.class);
    }

    @Test
    @DisplayName("F15: after the tag of COMMIT the transaction is committed, though the connection ends")
    void isCommittedOnceTheTagHasCome() {
        assertThat(await(commit(script ->
                                script.send(new CommandComplete("COMMIT")).closeAbruptly()))
                        .tag())
                .isEqualTo("COMMIT");
    }

    private static ErrorResponse fatal(String state, String localised) {
        return new ErrorResponse(Map.of('S', localised, 'V', "FATAL", 'C', state, 'M', "the end"));
    }

    @Test
    @DisplayName("F22: whether the connection is dead is judged by the severity that is not translated")
    void judgesByTheSeverityThatIsNotTranslated() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.accept().startupTrust().expect(Query.class).send(fatal("40001", "TÖDLICH"));
            server.accept()
                    .startupTrust()
                    .expect(Query.class)
                    .send(
                            new ErrorResponse(Map.of('S', "FATAL", 'V', "ERROR", 'C', "40001", 'M', "try again")),
                            new ReadyForQuery(TransactionStatus.IDLE));
            Session dead = await(new Sessions(vertx).open(server.host(), server.port()));
            assertThat(failureOf(submit(dead, Requests.script(null, "select 1", Request.NO_DEADLINE))))
                    .isInstanceOfSatisfying(PgServerException.class, told -> assertThat(told.isFatal())
                            .isTrue());
            assertThat(dead.isOpen()).isFalse();
            Session alive = await(new Sessions(vertx).open(server.host(), server.port()));
            assertThat(failureOf(submit(alive, Requests.script(null, "select 1", Request.NO_DEADLINE))))
                    .isInstanceOfSatisfying(PgServerException.class, told -> assertThat(told.isRetryable())
                            .isTrue());
            assertThat(alive.isOpen()).isTrue();
        }
    }

    @Test
    @DisplayName("F24: of 50 calls in flight each ends once when the server gives several reasons for its end")
    void endsEachCallOnce() {
        try (ScriptedServer server = ScriptedServer.start()) {
            Script script = server.accept().startupTrust();
            for (int i = 0; i < 50; i++) {
                script.expect(Query.class);
            }
            for (int i = 0; i < 10; i++) {
                script.send(new CommandComplete("SELECT 1"), new ReadyForQuery(TransactionStatus.IDLE));
            }
            script.send(fatal("57P01", "FATAL"), fatal("57P02", "FATAL")).closeAbruptly();
            Session session = await(new Sessions(vertx).open(server.host(), server.port()));
            List<Integer> ends = new ArrayList<>();
            List<Future<CommandResult>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                Request<CommandResult> request = Requests.script(null, "select 1", Request.NO_DEADLINE);
                all.add(request.future().onComplete(done -> ends.add(number)));
                session.submit(request);
            }
            for (int i = 0; i < 10; i++) {
                assertThat(await(all.get(i)).tag()).isEqualTo("SELECT 1");
            }
            assertThat(failureOf(all.get(10)))
                    .isInstanceOfSatisfying(PgServerException.class, told -> assertThat(told.sqlState())
                            .isEqualTo("57P01"));
            for (int i = 11; i < 50; i++) {
                assertThat(failureOf(all.get(i))).isInstanceOf(PgConnectionLostException.class);
            }
            assertThat(ends).hasSize(50).isSorted();
        }
    }
}
