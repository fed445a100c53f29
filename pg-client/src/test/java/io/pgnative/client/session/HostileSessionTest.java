package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.query;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.Rows;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.result.ResultRows;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BindComplete;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.NoticeResponse;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ParseComplete;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.backend.RowDescription;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.Describe;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.Flush;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.Sync;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class HostileSessionTest {

    private static final ReadyForQuery READY = new ReadyForQuery(TransactionStatus.IDLE);
    private static final DataRow ROW = new DataRow(List.of(Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 7)));
    private static final String SQL = "select a";

    private final ScriptedServer server = ScriptedServer.start();
    private final AtomicInteger notices = new AtomicInteger();
    private final Sessions sessions;

    HostileSessionTest(Vertx vertx) {
        sessions = new Sessions(vertx).noticeHandler(notice -> {
            notices.incrementAndGet();
            throw new IllegalStateException("a handler that throws");
        });
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Session open() {
        return await(sessions.open(server.host(), server.port()));
    }

    private static Future<PgException> endOf(Session session) {
        Promise<PgException> ended = Promise.promise();
        session.onEnd(reason -> {
            if (reason == null) {
                ended.fail("ended in good order");
            } else {
                ended.complete(reason);
            }
        });
        return ended.future();
    }

    /** Up to where a statement with one int4 column has been sent to be run. */
    private static Script runs(Script script) {
        return describes(script.startupTrust()).expect(Bind.class, Execute.class, Sync.class);
    }

    /** The statement, with its one int4 column. */
    private static Script describes(Script script) {
        return script.expect(Parse.class, Describe.class, Sync.class)
                .send(
                        new ParseComplete(),
                        new ParameterDescription(List.of()),
                        new RowDescription(FieldDescription.of("a", 23, 4, 1)),
                        READY);
    }

    private static byte[] empty(int type) {
        return new byte[] {(byte) type, 0, 0, 0, 4};
    }

    @Test
    @DisplayName("S26: each type byte ends an idle connection when it brings no body")
    void rejectsEachTypeWhileIdle() {
        AtomicInteger type = new AtomicInteger();
        server.acceptEach(script -> script.startupTrust().sendRaw(empty(type.get())));
        for (; type.get() < 256; type.incrementAndGet()) {
            Session session = open();
            assertThat(await(endOf(session)))
                    .as("type %d", type.get())
                    .isInstanceOf(PgProtocolException.class)
                    .hasMessageContaining("protocol violation by");
            assertThat(session.isOpen()).isFalse();
        }
    }

    @Test
    @DisplayName("S26: each type byte, before and after BindComplete, ends the query once")
    void definesAnOutcomeForEachTypeWhileAQueryRuns() {
        AtomicInteger type = new AtomicInteger();
        for (boolean bound : new boolean[] {false, true}) {
            server.acceptEach(script -> {
                runs(script);
                if (bound) {
                    script.send(new BindComplete());
                }
                script.sendRaw(empty(type.get())).closeAbruptly();
            });
            for (type.set(0); type.get() < 256; type.incrementAndGet()) {
                Session session = open();
                boolean allowed = type.get() == (bound ? 'I' : '2');
                assertThat(failureOf(submit(session, query(SQL))))
                        .as("type %d, bound %s", type.get(), bound)
                        .isInstanceOf(allowed ? PgConnectionLostException.class : PgProtocolException.class);
                assertThat(session.isOpen()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000", // no column
                "0002 00000004 00000007 00000004 00000007", // one too many
                "ffff", // -1 columns
                "0001", // no length
                "0001 fffffffe", // length -2
                "0001 00000005 00000007", // longer than the body
                "0001 7fffffff 00000007",
                "0001 00000003 00000007", // a byte is left
                "0001 ffffffff 00" // a byte after NULL
            })
    @DisplayName("S21: a row that does not fit its description ends the connection")
    void rejectsMalformedRows(String hex) {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
        ByteBuf frame =
                Unpooled.buffer().writeByte('D').writeInt(4 + body.length).writeBytes(body);
        runs(server.accept()).send(new BindComplete()).sendRaw(ByteBufUtil.getBytes(frame));
        Session session = open();
        assertThat(failureOf(submit(session, query(SQL))))
                .isInstanceOf(PgProtocolException.class)
                .hasMessageContaining("a DataRow does not have the columns of its statement");
        assertThat(session.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 4, 5, Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 30) + 5})
    @DisplayName("S20: a length that cannot be ends the connection before anything is allocated")
    void rejectsLengths(int length) {
        ByteBuf frame = Unpooled.buffer().writeByte('D').writeInt(length);
        runs(server.accept()).send(new BindComplete()).sendRaw(ByteBufUtil.getBytes(frame));
        assertThat(failureOf(submit(open(), query(SQL))))
                .isInstanceOf(PgProtocolException.class)
                .hasMessageContaining("announces the length " + length);
    }

    @Test
    @DisplayName("F36: a server whose every byte comes in a segment of its own is understood")
    void understandsWhatTrickles() {
        List<BackendMessage> answer = new ArrayList<>(List.of(new BindComplete()));
        answer.addAll(Collections.nCopies(300, ROW));
        answer.addAll(List.of(new CommandComplete("SELECT 300"), READY));
        server.accept()
                .expectStartup()
                .sendInPieces(1, new AuthenticationOk(), new ParameterStatus("server_version", "18.1"), READY)
                .expect(Parse.class, Describe.class, Sync.class)
                .sendInPieces(
                        1,
                        new ParseComplete(),
                        new ParameterDescription(List.of()),
                        new RowDescription(FieldDescription.of("a", 23, 4, 1)),
                        READY)
                .expect(Bind.class, Execute.class, Sync.class)
                .sendInPieces(1, answer.toArray(BackendMessage[]::new));
        Rows rows = await(submit(open(), query(SQL)));
        assertThat(rows).hasSize(300).allMatch(row -> row.getInt(0) == 7);
        server.verify();
    }

    @Test
    @DisplayName("S22: a value of the wrong width fails when it is read, and the connection stays in step")
    void keepsInStepWithValuesOfTheWrongWidth() {
        runs(server.accept())
                .send(
                        new BindComplete(),
                        new DataRow(List.of(Bytes.of((byte) 1, (byte) 2))),
                        new CommandComplete("SELECT 1"),
                        READY)
                .expect(Bind.class, Execute.class, Sync.class)
                .send(new BindComplete(), ROW, new CommandComplete("SELECT 1"), READY);
        Session session = open();
        Rows wrong = await(submit(session, query(SQL)));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> wrong.get(0).getInt(0)))
                .isInstanceOf(PgException.class);
        assertThat(await(submit(session, query(SQL))).get(0).getInt(0)).isEqualTo(7);
    }

    @Test
    @DisplayName("S25: floods of notices and parameters while idle do no harm")
    void survivesFloods() {
        ByteBuf flood = Unpooled.buffer();
        for (int i = 0; i < 1000; i++) {
            NoticeResponse.of("NOTICE", "00000", "n").write(flood);
            new ParameterStatus("TimeZone", "Zone" + i).write(flood);
        }
        byte[] bytes = ByteBufUtil.getBytes(flood);
        Script script = server.accept().startupTrust();
        for (int i = 0; i < 20; i++) {
            script.sendRaw(bytes);
        }
        script.expect(Query.class).send(new CommandComplete("SET"), READY);
        Session session = open();
        int atStartUp = session.settings().size();
        assertThat(Sessions.run(session, "set a = b").tag()).isEqualTo("SET");
        assertThat(notices).hasValue(20_000);
        assertThat(session.settings()).hasSize(atStartUp).containsEntry("TimeZone", "Zone999");
    }

    @Test
    @DisplayName("S25: a server cannot fill the memory with parameters")
    void boundsParameters() {
        ParameterStatus[] many = IntStream.range(0, 300)
                .mapToObj(i -> new ParameterStatus("p" + i, "v"))
                .toArray(ParameterStatus[]::new);
        server.accept().startupTrust().expect(Query.class).send(many);
        assertThat(failureOf(submit(open(), Requests.script(null, "select 1", Request.NO_DEADLINE))))
                .isInstanceOf(PgProtocolException.class)
                .hasMessageContaining("more than 256 parameters");
    }

    @Test
    @DisplayName("S27: a server that sends more rows of a stream than it was asked for cannot fill the memory")
    void endsStreamsThatDoNotStop() {
        describes(server.accept().startupTrust())
                .expect(Bind.class, Execute.class, Flush.class)
                .send(new BindComplete())
                .sendRaw(ByteBufUtil.getBytes(rowsOf(200)))
                .expectEnd();
        assertThat(failureOf(streamed(open(), 0, new AtomicInteger())))
                .isInstanceOf(PgProtocolException.class)
                .hasMessageContaining("more DataRows came than the 100 that were asked for");
        server.verify();
    }

    @Test
    void boundsTheWaitForTheEndOfAStream() {
        // Without a key to cancel by, so that the connection is given up soon.
        describes(server.accept().expectStartup().send(new AuthenticationOk(), READY))
                .expect(Bind.class, Execute.class, Flush.class)
                .send(new BindComplete(), ROW, new CommandComplete("SELECT 1"))
                .expect(Sync.class)
                .expectEnd();
        Session session = open();
        Future<PgException> ended = endOf(session);
        AtomicInteger rows = new AtomicInteger();
        assertThat(failureOf(streamed(session, 50_000_000, rows))).isInstanceOf(PgTimeoutException.class);
        assertThat(rows).hasValue(1);
        assertThat(await(ended)).isInstanceOf(PgConnectionLostException.class);
        server.verify();
    }

    /** Fails with what the stream of the statement fails with. */
    private static Future<Void> streamed(Session session, long timeoutNanos, AtomicInteger rows) {
        Promise<Void> over = Promise.promise();
        Requests.stream(session, SQL, List.of(), new Object[0], 100, timeoutNanos)
                .start(new RowListener() {
                    @Override
                    public void rows(ResultRows batch, boolean isLast) {
                        rows.addAndGet(batch.size());
                    }

                    @Override
                    public void ended(@Nullable Throwable failure) {
                        over.fail(failure == null ? new AssertionError("ended in good order") : failure);
                    }
                });
        return over.future();
    }

    private static ByteBuf rowsOf(int count) {
        ByteBuf out = Unpooled.buffer();
        for (int i = 0; i < count; i++) {
            ROW.write(out);
        }
        return out;
    }

    @Test
    @DisplayName("F21: an end between CommandComplete and ReadyForQuery is no success and no error of the statement")
    void leavesTheOutcomeOpenAfterCommandComplete() {
        ErrorResponse fatal = ErrorResponse.of("FATAL", "57P01", "terminating connection");
        runs(server.accept())
                .send(new BindComplete(), new CommandComplete("INSERT 0 1"), fatal)
                .closeAbruptly();
        assertThat(failureOf(submit(open(), query(SQL))))
                .isInstanceOfSatisfying(PgConnectionLostException.class, e -> assertThat(e.wasSent())
                        .isTrue())
                .hasCauseInstanceOf(PgServerException.class);
        runs(server.accept())
                .send(new BindComplete(), new CommandComplete("INSERT 0 1"))
                .closeAbruptly();
        assertThat(failureOf(submit(open(), query(SQL))))
                .isInstanceOfSatisfying(PgConnectionLostException.class, e -> assertThat(e.wasSent())
                        .isTrue());
    }

    @Test
    @DisplayName("F24: several fatal errors with a pipeline of 50 end each call once, with what is known of it")
    void endsEachCallOfAPipelineOnce() {
        Script script = runs(server.accept()).send(new BindComplete(), ROW, new CommandComplete("SELECT 1"), READY);
        for (int i = 0; i < 50; i++) {
            script.expect(Bind.class, Execute.class, Sync.class);
        }
        for (int i = 0; i < 10; i++) {
            script.send(new BindComplete(), ROW, new CommandComplete("SELECT 1"), READY);
        }
        ErrorResponse fatal = ErrorResponse.of("FATAL", "57P01", "terminating connection");
        script.send(new BindComplete(), fatal, fatal).closeAbruptly();
        Session session = open();
        await(submit(session, query(SQL)));
        AtomicInteger ends = new AtomicInteger();
        List<Future<Rows>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Future<Rows> call = submit(session, query(SQL));
            calls.add(call.onComplete(done -> ends.incrementAndGet()));
        }
        for (Future<Rows> call : calls.subList(0, 10)) {
            assertThat(await(call).get(0).getInt(0)).isEqualTo(7);
        }
        assertThat(failureOf(calls.get(10))).isInstanceOf(PgServerException.class);
        for (Future<Rows> call : calls.subList(11, 50)) {
            assertThat(failureOf(call))
                    .isInstanceOfSatisfying(PgConnectionLostException.class, e -> assertThat(e.wasSent())
                            .isTrue());
        }
        assertThat(ends).hasValue(50);
    }

    @Test
    void doesNotSendWhatWaitedWhenTheConnectionEnds() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        server.accept()
                .startupTrust()
                .expect(Parse.class, Describe.class, Sync.class)
                .waitFor(written)
                .reset();
        Session session = open();
        Future<Rows> preparing = submit(session, query(SQL));
        Future<Rows> waiting = submit(session, query("select b"));
        written.countDown();
        assertThat(failureOf(preparing))
                .isInstanceOfSatisfying(PgConnectionLostException.class, e -> assertThat(e.wasSent())
                        .isTrue());
        assertThat(failureOf(waiting))
                .isInstanceOfSatisfying(PgConnectionLostException.class, e -> assertThat(e.wasSent())
                        .isFalse());
    }

    @Test
    @DisplayName("S26: an answer that comes before its question has left is no answer")
    void refusesAnswersToWhatHasNotBeenSent() {
        CommandComplete complete = new CommandComplete("SELECT 1");
        DataRow forged = new DataRow(List.of(Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 8)));
        runs(server.accept())
                .send(new BindComplete(), ROW, complete, READY, new BindComplete(), forged, complete, READY);
        Session session = open();
        // The second one is written while the answer to the first one is being read.
        Promise<Rows> second = Promise.promise();
        Future<Rows> first = submit(session, query(SQL))
                .onSuccess(rows -> submit(session, query(SQL)).onComplete(second));
        assertThat(await(first).get(0).getInt(0)).isEqualTo(7);
        // As what breaks the connection, or as why it was over before the second one left.
        assertThat(failureOf(second.future())).hasStackTraceContaining("protocol violation");
        assertThat(session.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "8", "9", "0", "-1", "1000", "2147483648", "x", ""})
    void showsErrorsWhateverPositionTheyTell(String position) {
        server.accept()
                .startupTrust()
                .expect(Query.class)
                .send(new ErrorResponse(Map.of('S', "ERROR", 'C', "42601", 'M', "syntax error", 'P', position)), READY)
                .expect(Query.class)
                .send(new CommandComplete("SELECT 1"), READY);
        Session session = open();
        Throwable failure = failureOf(submit(session, Requests.script(null, "selectt\n1", Request.NO_DEADLINE)));
        assertThat(failure)
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.position()).isBetween(0, 1000))
                .hasMessageContaining("syntax error (42601");
        assertThat(Sessions.run(session, "select 1").tag()).isEqualTo("SELECT 1");
    }
}
