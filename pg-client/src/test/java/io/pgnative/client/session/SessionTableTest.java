package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.query;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.result.ResultRows;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BindComplete;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.CopyData;
import io.pgnative.client.wire.backend.CopyDone;
import io.pgnative.client.wire.backend.CopyInResponse;
import io.pgnative.client.wire.backend.CopyOutResponse;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.ParameterDescription;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each of the 256 types of messages, well-formed where there is such a message, in each state of a session. */
@ExtendWith(PostgresExtension.class)
class SessionTableTest {

    private static final ReadyForQuery READY = new ReadyForQuery(TransactionStatus.IDLE);
    private static final DataRow ROW = new DataRow(List.of(Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 7)));
    private static final BackendMessage BOUND = new BindComplete();

    /** What may come in every one, besides what each lists, and errors, which end what runs. */
    private static final String ANY_TIME = "NAS";

    private enum Stage {
        IDLE(""),
        PREPARING("1"),
        PREPARED("t", new ParseComplete()),
        RUNNING("2"),
        BOUND_BEFORE_ROWS("CDIGH", BOUND),
        AMONG_ROWS("CDIGH", BOUND, ROW),
        COMPLETE("Z", BOUND, new CommandComplete("SELECT 1")),
        SCRIPT("CDITGH"),
        COPY_IN_ASKED("G"),
        COPY_IN("", new CopyInResponse(0, List.of(0))),
        COPY_OUT_ASKED("H"),
        COPY_OUT("dc", new CopyOutResponse(0, List.of(0)), new CopyData(Bytes.utf8("1\n"))),
        COPY_OUT_DONE("C", new CopyOutResponse(0, List.of(0)), new CopyDone()),
        STREAM("2"),
        STREAM_BEFORE_ROWS("CDsIGH", BOUND),
        STREAM_AMONG_ROWS("CDsIGH", BOUND, ROW);

        private final String allowed;

        @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody changes
        private final List<BackendMessage> before;

        Stage(String allowed, BackendMessage... before) {
            this.allowed = allowed;
            this.before = List.of(before);
        }

        boolean isSimple() {
            return this == SCRIPT || name().startsWith("COPY");
        }

        /** Whether the statement has been described before. */
        boolean isPrepared() {
            return !isSimple() && this != IDLE && this != PREPARING && this != PREPARED;
        }

        boolean isStream() {
            return name().startsWith("STREAM");
        }
    }

    private final ScriptedServer server = ScriptedServer.start();
    private final Sessions sessions;

    SessionTableTest(Vertx vertx) {
        sessions = new Sessions(vertx);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    @DisplayName("S26: each type of message in each state is taken where it belongs, and ends the connection elsewhere")
    void definesAnOutcomeForEachTypeInEachState(Stage stage) {
        Set<Character> taken = new HashSet<>();
        for (int type = 0; type < 256; type++) {
            Script script = server.accept();
            play(script, stage, (byte) type);
            Session session = await(sessions.open(server.host(), server.port()));
            Promise<@Nullable PgException> ended = Promise.promise();
            session.onEnd(ended::complete);
            AtomicInteger outcomes = new AtomicInteger();
            Promise<Boolean> told = Promise.promise();
            Future<?> call = begin(session, stage).onComplete(done -> {
                outcomes.incrementAndGet();
                told.tryComplete(true);
            });
            PgException reason = await(ended.future());
            assertThat(session.isOpen()).isFalse();
            // The end is told before the calls are.
            assertThat(await(told.future())).isTrue();
            if (!(reason instanceof PgProtocolException)) {
                taken.add((char) type);
            } else {
                assertThat(reason.getMessage())
                        .as("%s in %s", MessageType.describe((byte) type), stage)
                        .containsAnyOf(
                                MessageType.describe((byte) type),
                                MessageType.backendName((byte) type),
                                "an error came while nothing was running");
            }
            if (stage != Stage.IDLE && !call.succeeded()) {
                assertThat(failureOf(call))
                        .isInstanceOfAny(
                                PgProtocolException.class, PgConnectionLostException.class, PgServerException.class);
            }
            assertThat(outcomes).hasValue(1);
        }
        taken.remove('E');
        Set<Character> expected = new HashSet<>();
        (stage.allowed + ANY_TIME).chars().forEach(c -> expected.add((char) c));
        assertThat(taken).isEqualTo(expected);
    }

    /** The server's side: up to the stage, then the message, then the end. */
    private static void play(Script script, Stage stage, byte type) {
        script.startupTrust();
        if (stage.isSimple()) {
            script.expect(Query.class);
        } else if (stage != Stage.IDLE) {
            script.expect(Parse.class, Describe.class, Sync.class);
        }
        if (stage.isPrepared()) {
            script.send(
                    new ParseComplete(),
                    new ParameterDescription(List.of()),
                    new RowDescription(FieldDescription.of("a", 23, 4, 1)),
                    READY);
            script.expect(Bind.class, Execute.class);
            script.expect(stage.isStream() ? Flush.class : Sync.class);
        }
        script.send(stage.before.toArray(BackendMessage[]::new))
                .sendRaw(AnyMessage.bytes(type))
                .closeAbruptly();
    }

    private static Future<?> begin(Session session, Stage stage) {
        return switch (stage) {
            case IDLE -> Future.succeededFuture();
            case SCRIPT -> submit(session, Requests.script(null, "select a", Request.NO_DEADLINE));
            case COPY_IN_ASKED, COPY_IN ->
                submit(
                        session,
                        CopyRequests.in(
                                version -> "copy t from stdin",
                                new SilentSource(),
                                (rows, bytes) -> {},
                                Request.NO_DEADLINE));
            case COPY_OUT_ASKED, COPY_OUT, COPY_OUT_DONE ->
                submit(
                        session,
                        CopyRequests.out(
                                version -> "copy t to stdout",
                                new IndifferentSink(),
                                (rows, bytes) -> {},
                                Request.NO_DEADLINE));
            case STREAM, STREAM_BEFORE_ROWS, STREAM_AMONG_ROWS -> {
                Promise<Void> over = Promise.promise();
                Requests.stream(session, "select a", List.of(), new Object[0], 0, 0)
                        .start(new RowListener() {
                            @Override
                            public void rows(ResultRows batch, boolean isLast) {}

                            @Override
                            public void ended(@Nullable Throwable failure) {
                                if (failure == null) {
                                    over.complete();
                                } else {
                                    over.fail(failure);
                                }
                            }
                        });
                yield over.future();
            }
            default -> submit(session, query("select a"));
        };
    }

    /** Never has anything. */
    private static final class SilentSource implements CopySource {

        @Override
        public void begin(Runnable more) {}

        @Override
        public State read(ByteBuf out) {
            return State.WAITING;
        }

        @Override
        public long rows() {
            return 0;
        }

        @Override
        public void close() {}
    }

    /** Takes anything. */
    private static final class IndifferentSink implements CopySink {

        @Override
        public void begin(CopyValve valve) {}

        @Override
        public void data(ByteBuf buf, int start, int length) {}

        @Override
        public void end() {}
    }
}
