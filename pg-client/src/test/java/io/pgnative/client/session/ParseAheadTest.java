package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.query;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.Rows;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BindComplete;
import io.pgnative.client.wire.backend.CloseComplete;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.NoData;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.ParseComplete;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.backend.RowDescription;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.Close;
import io.pgnative.client.wire.frontend.Describe;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Sync;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement with Parse ahead of it makes of each answer of the server. */
@ExtendWith(PostgresExtension.class)
class ParseAheadTest {

    private static final String SQL = "select a from t where b = $1";
    private static final ReadyForQuery READY = new ReadyForQuery(TransactionStatus.IDLE);
    private static final DataRow ROW = new DataRow(List.of(Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 7)));
    private static final CommandComplete DONE = new CommandComplete("SELECT 1");
    private static final ParameterDescription INT_PARAMETER = new ParameterDescription(List.of(23));
    private static final RowDescription INT_COLUMN = new RowDescription(FieldDescription.of("a", 23, 4, 1));

    private final ScriptedServer server = ScriptedServer.start();
    private final Sessions sessions;
    private final PgSessionFactory client;

    ParseAheadTest(Vertx vertx) {
        sessions = new Sessions(vertx);
        client = sessions.factory(server.host(), server.port(), "shop", "anna", () -> Sessions.CANARY);
    }

    /** One session learns that a parameter and a column are int4. */
    @BeforeEach
    void learn() {
        asked(server.accept().startupTrust());
        Session first = await(sessions.open(client));
        assertThat(await(submit(first, query(SQL, 1))).get(0).getInt(0)).isEqualTo(7);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Script asked(Script script) {
        return script.expect(Parse.class, parse -> assertThat(parse.parameterTypeOids())
                        .isEmpty())
                .expect(Describe.class, Sync.class)
                .send(new ParseComplete(), INT_PARAMETER, INT_COLUMN, READY)
                .expect(Bind.class, Execute.class, Sync.class)
                .send(new BindComplete(), ROW, DONE, READY);
    }

    private Script parsedAhead(BackendMessage... answers) {
        return expectAhead(server.accept().startupTrust()).send(answers);
    }

    private static Script expectAhead(Script script) {
        return script.expect(Parse.class, parse -> assertThat(parse.parameterTypeOids())
                        .containsExactly(23))
                .expect(Describe.class, Bind.class, Execute.class, Sync.class);
    }

    private static ErrorResponse error(String state) {
        return ErrorResponse.of("ERROR", state, "refused");
    }

    private Session open() {
        return await(sessions.open(client));
    }

    @Test
    void runsAndIsPreparedThen() {
        parsedAhead(new ParseComplete(), INT_PARAMETER, INT_COLUMN, new BindComplete(), ROW, DONE, READY)
                .expect(Bind.class, Execute.class, Sync.class)
                .send(new BindComplete(), ROW, DONE, READY);
        Session session = open();
        assertThat(await(submit(session, query(SQL, 1))).get(0).getInt(0)).isEqualTo(7);
        assertThat(await(submit(session, query(SQL, 1))).get(0).getInt(0)).isEqualTo(7);
        server.verify();
    }

    @Test
    void eachAnswerMustComeInItsPlace() {
        BackendMessage[] right = {new ParseComplete(), INT_PARAMETER, INT_COLUMN, new BindComplete(), ROW, DONE, READY};
        for (int place = 0; place < right.length; place++) {
            for (int wrong = 0; wrong < right.length; wrong++) {
                boolean allowed = wrong == place
                        // More rows, no rows, or the end without either.
                        || (place == 4 && wrong == 5)
                        || (place == 5 && wrong == 4);
                if (!allowed) {
                    Script script = server.accept().startupTrust();
                    expectAhead(script);
                    for (int i = 0; i < place; i++) {
                        script.send(right[i]);
                    }
                    script.send(right[wrong]);
                    assertThat(failureOf(submit(open(), query(SQL, 1))))
                            .as("%s in place %d", right[wrong], place)
                            .isInstanceOf(PgProtocolException.class)
                            .hasMessageContaining("came when it must not");
                }
            }
        }
    }

    @Test
    void noAnswerMayFollowAnError() {
        for (BackendMessage late :
                new BackendMessage[] {new ParseComplete(), INT_PARAMETER, new BindComplete(), DONE}) {
            parsedAhead(error("57014"), late);
            assertThat(failureOf(submit(open(), query(SQL, 1)))).isInstanceOf(PgProtocolException.class);
        }
    }

    @Test
    void endsTheConnectionWhenAParameterHasAnotherTypeThanItWasGiven() {
        parsedAhead(new ParseComplete(), new ParameterDescription(List.of(25)), INT_COLUMN);
        assertThat(failureOf(submit(open(), query(SQL, 1))))
                .isInstanceOf(PgProtocolException.class)
                .hasMessageContaining("a parameter was described with another type than Parse gave it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42883", "42804", "42P18", "08P01", "22P03", "XX000", "0A000"})
    void asksFirstWhenParseIsRefused(String state) {
        Script script = parsedAhead(error(state), READY);
        asked(script);
        Session session = open();
        assertThat(await(submit(session, query(SQL, 1))).get(0).getInt(0)).isEqualTo(7);
        // What one connection was misled by is not used on others.
        asked(server.accept().startupTrust());
        assertThat(await(submit(open(), query(SQL, 1)))).hasSize(1);
        server.verify();
    }

    @Test
    void failsWhenTheServerRefusesAlsoWhenItWasAsked() {
        parsedAhead(error("42P01"), READY)
                .expect(Parse.class, Describe.class, Sync.class)
                .send(error("42P01"), READY);
        assertThat(failureOf(submit(open(), query(SQL, 1))))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("42P01"));
        server.verify();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57014", "55P03", "53200", "40001", "25P02"})
    void doesNotRepeatWhatSaysNothingOfTheStatement(String state) {
        Script script = parsedAhead(error(state), READY);
        Session session = open();
        assertThat(failureOf(submit(session, query(SQL, 1))))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo(state));
        expectAhead(script).send(new ParseComplete(), INT_PARAMETER, INT_COLUMN, new BindComplete(), ROW, DONE, READY);
        assertThat(await(submit(session, query(SQL, 1)))).hasSize(1);
    }

    @Test
    void asksFirstWhenTheNameIsTaken() {
        Script script = parsedAhead(error("42P05"), READY)
                .expect(Close.class, Parse.class, Describe.class, Sync.class)
                .send(new CloseComplete(), new ParseComplete(), INT_PARAMETER, INT_COLUMN, READY)
                .expect(Bind.class, Execute.class, Sync.class)
                .send(new BindComplete(), ROW, DONE, READY);
        Session session = open();
        assertThat(await(submit(session, query(SQL, 1)))).hasSize(1);
        // That says nothing of the statement.
        parsedAhead(new ParseComplete(), INT_PARAMETER, INT_COLUMN, new BindComplete(), ROW, DONE, READY);
        assertThat(await(submit(open(), query(SQL, 1)))).hasSize(1);
        script.await();
    }

    @Test
    void closesWhatWasParsedButNotDescribed() {
        Script script = parsedAhead(new ParseComplete(), INT_PARAMETER, error("57014"), READY);
        Session session = open();
        assertThat(failureOf(submit(session, query(SQL, 1)))).isInstanceOf(PgServerException.class);
        expectCloseAndAhead(script);
        assertThat(await(submit(session, query(SQL, 1)))).hasSize(1);
    }

    private static void expectCloseAndAhead(Script script) {
        script.expect(Close.class);
        expectAhead(script)
                .send(
                        new CloseComplete(),
                        new ParseComplete(),
                        INT_PARAMETER,
                        INT_COLUMN,
                        new BindComplete(),
                        ROW,
                        DONE,
                        READY);
    }

    @Test
    void doesNotRepeatWhatMayHaveRunAndReadsRowsByTheirTrueTypes() {
        RowDescription twoColumns =
                new RowDescription(FieldDescription.of("a", 20, 8, 1), FieldDescription.of("b", 25, -1, 1));
        DataRow row = new DataRow(List.of(
                Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 9),
                Bytes.of((byte) 'x')));
        Script script =
                parsedAhead(new ParseComplete(), INT_PARAMETER, twoColumns, new BindComplete(), row, DONE, READY);
        Session session = open();
        Rows rows = await(submit(session, query(SQL, 1)));
        assertThat(rows.get(0).getLong("a")).isEqualTo(9);
        assertThat(rows.get(0).getString("b")).isEqualTo("x");
        script.expect(Close.class, Parse.class, Describe.class, Sync.class)
                .send(new CloseComplete(), new ParseComplete(), INT_PARAMETER, twoColumns, READY)
                .expect(Bind.class, Execute.class, Sync.class)
                .send(new BindComplete(), error("23505"), READY);
        assertThat(failureOf(submit(session, query(SQL, 1)))).isInstanceOf(PgServerException.class);
        script.await();
    }

    @Test
    void doesNotRepeatAnErrorAfterBindEvenOfAnotherDescription() {
        Script script = parsedAhead(
                new ParseComplete(), INT_PARAMETER, new NoData(), new BindComplete(), error("22012"), READY);
        assertThat(failureOf(submit(open(), query(SQL, 1))))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("22012"));
        script.await();
    }

    @Test
    void doesNotRepeatABindThatFailsThoughAllWasAsLearnt() {
        Script script = parsedAhead(new ParseComplete(), INT_PARAMETER, INT_COLUMN, error("22003"), READY);
        Session session = open();
        assertThat(failureOf(submit(session, query(SQL, 1)))).isInstanceOf(PgServerException.class);
        script.expect(Bind.class, Execute.class, Sync.class).send(new BindComplete(), ROW, DONE, READY);
        assertThat(await(submit(session, query(SQL, 1)))).hasSize(1);
    }

    @Test
    void doesNotRepeatInATransaction() {
        parsedAhead(error("42883"), new ReadyForQuery(TransactionStatus.FAILED));
        Session session = open();
        assertThat(failureOf(submit(session, query(SQL, 1)))).isInstanceOf(PgServerException.class);
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.FAILED);
    }

    @Test
    void whatFollowsBehindIsParsedWithoutANameAndFailsOnItsOwn() {
        Script script = server.accept().startupTrust();
        expectAhead(script)
                .expect(Parse.class, parse -> assertThat(parse.statement()).isEmpty())
                .expect(Describe.class, Bind.class, Execute.class, Sync.class)
                .send(error("57014"), READY)
                .send(new ParseComplete(), INT_PARAMETER, INT_COLUMN, new BindComplete(), ROW, DONE, READY);
        Session session = open();
        Future<Rows> first = submit(session, query(SQL, 1));
        Future<Rows> second = submit(session, query(SQL, 1));
        assertThat(failureOf(first)).isInstanceOf(PgServerException.class);
        assertThat(await(second)).hasSize(1);
        script.expect(Parse.class, parse -> assertThat(parse.statement()).isNotEmpty())
                .expect(Describe.class, Bind.class, Execute.class, Sync.class)
                .send(new ParseComplete(), INT_PARAMETER, INT_COLUMN, new BindComplete(), ROW, DONE, READY);
        assertThat(await(submit(session, query(SQL, 1)))).hasSize(1);
    }
}
