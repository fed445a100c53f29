package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.fetch;
import static io.pgnative.client.session.Sessions.query;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgDataException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.Row;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.BindComplete;
import io.pgnative.client.wire.backend.CloseComplete;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.FieldDescription;
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
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What sessions make of what a server says of its types. */
@ExtendWith(PostgresExtension.class)
class TypeLookupTest {

    private static final ReadyForQuery READY = new ReadyForQuery(TransactionStatus.IDLE);
    private static final int MOOD = 0xF000_0001;
    private static final int MOODS = 0xF000_0002;

    private final ScriptedServer server = ScriptedServer.start();
    private final Sessions sessions;

    TypeLookupTest(Vertx vertx) {
        sessions = new Sessions(vertx);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Bytes oid(int oid) {
        return Bytes.of(ByteBuffer.allocate(4).putInt(oid).array());
    }

    private static Bytes noElements(int elementOid) {
        return Bytes.of(ByteBuffer.allocate(12).putInt(8, elementOid).array());
    }

    private static DataRow type(int oid, String name, String kind, int component) {
        return row(
                oid(oid),
                Bytes.utf8("public"),
                Bytes.utf8(name),
                Bytes.utf8(kind),
                oid(component),
                Bytes.utf8(","),
                noElements(25),
                noElements(26),
                noElements(25),
                Bytes.of((byte) 1),
                Bytes.of((byte) 0),
                noElements(25));
    }

    private static DataRow row(@Nullable Bytes... columns) {
        return new DataRow(Arrays.asList(columns));
    }

    /** Up to where the server is asked for the type of the only column. */
    private static Script asks(Script script, int columnType) {
        return script.startupTrust()
                .expect(Parse.class, Describe.class, Sync.class)
                .send(
                        new ParseComplete(),
                        new ParameterDescription(List.of()),
                        new RowDescription(FieldDescription.of("a", columnType, -1, 1)),
                        READY)
                .expect(Parse.class, parse -> assertThat(parse.statement()).isEmpty());
    }

    @Test
    @DisplayName("A087: OIDs beyond 2^31 are looked up and used like others")
    void takesOidsWithoutASign() {
        server.acceptEach(script -> asks(script, MOODS)
                .expect(Bind.class, bind -> assertThat(
                                new ArrayList<>(bind.parameters()).get(0).toArray())
                        .endsWith(0xF0, 0, 0, 2))
                .expect(Execute.class, Sync.class)
                .send(
                        new ParseComplete(),
                        new BindComplete(),
                        type(MOODS, "_mood", "a", MOOD),
                        type(MOOD, "mood", "e", 0),
                        new CommandComplete("SELECT 2"),
                        READY)
                .expect(Bind.class, bind -> assertThat(bind.resultFormats()).containsExactly(1))
                .expect(Execute.class, Sync.class)
                .send(
                        new BindComplete(),
                        row(Bytes.of(ByteBuffer.allocate(27)
                                .putInt(1)
                                .putInt(0)
                                .putInt(MOOD)
                                .putInt(1)
                                .putInt(1)
                                .putInt(3)
                                .put(new byte[] {'s', 'a', 'd'})
                                .array())),
                        new CommandComplete("SELECT 1"),
                        READY));
        Session session = await(sessions.open(server.host(), server.port()));
        Row row = fetch(session, "select a").get(0);
        assertThat(row.get(0)).isEqualTo(new String[] {"sad"});
        assertThat(row.columns().get(0).typeName()).isEqualTo("mood[]");
        assertThat(row.columns().get(0).typeOid()).isEqualTo(MOODS);
    }

    @Test
    void goesOnWithTextWhenTheServerDoesNotKnowItsOwnType() {
        server.acceptEach(script -> asks(script, MOOD)
                .expect(Bind.class, Execute.class, Sync.class)
                .send(new ParseComplete(), new BindComplete(), new CommandComplete("SELECT 0"), READY)
                .expect(Bind.class, bind -> assertThat(bind.resultFormats()).isEmpty())
                .expect(Execute.class, Sync.class)
                .send(new BindComplete(), row(Bytes.utf8("sad")), new CommandComplete("SELECT 1"), READY));
        Session session = await(sessions.open(server.host(), server.port()));
        assertThat(fetch(session, "select a").get(0).get(0)).isEqualTo("sad");
    }

    @Test
    void endsOnTypesThatContainThemselves() {
        server.acceptEach(script -> asks(script, MOODS)
                .expect(Bind.class, Execute.class, Sync.class)
                .send(
                        new ParseComplete(),
                        new BindComplete(),
                        type(MOODS, "_mood", "a", MOOD),
                        type(MOOD, "mood", "d", MOODS),
                        new CommandComplete("SELECT 2"),
                        READY)
                .expect(Bind.class, Execute.class, Sync.class)
                .send(new BindComplete(), row((Bytes) null), new CommandComplete("SELECT 1"), READY));
        Session session = await(sessions.open(server.host(), server.port()));
        assertThat(fetch(session, "select a").get(0).isNull(0)).isTrue();
    }

    @Test
    void failsTheStatementWhenTheLookupFailsAndClosesWhatWasPrepared() {
        server.acceptEach(script -> asks(script, MOOD)
                .expect(Bind.class, Execute.class, Sync.class)
                .send(new ErrorResponse(Map.of('S', "ERROR", 'C', "42501", 'M', "no permission")), READY)
                .expect(Close.class, close -> assertThat(close.name()).startsWith("pgn_"))
                .expect(Parse.class, Describe.class, Sync.class)
                .send(
                        new CloseComplete(),
                        new ParseComplete(),
                        new ParameterDescription(List.of()),
                        new RowDescription(FieldDescription.of("a", MOOD, -1, 1)),
                        READY)
                .expect(Parse.class, Bind.class, Execute.class, Sync.class)
                .send(
                        new ParseComplete(),
                        new BindComplete(),
                        row(new @Nullable Bytes[12]),
                        new CommandComplete("SELECT 1"),
                        READY));
        Session session = await(sessions.open(server.host(), server.port()));
        assertThat(failureOf(submit(session, query("select a"))))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("no permission")
                .hasMessageContaining("while the types of a statement were being looked up");
        assertThat(failureOf(submit(session, query("select a"))))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("NULL");
        assertThat(session.isOpen()).isTrue();
    }
}
