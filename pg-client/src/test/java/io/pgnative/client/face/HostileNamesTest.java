package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Query;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that are more than names where somebody pastes them into a statement. */
@ExtendWith(PostgresExtension.class)
class HostileNamesTest {

    private static final byte[] DATA = "1\n2\n".getBytes(StandardCharsets.UTF_8);

    private final TestDatabase database;
    private final RecordingProxy proxy;
    private final PgClient client;
    private final BlockingPgClient pg;

    HostileNamesTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        proxy = RecordingProxy.start(database.host(), database.port());
        client = PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(proxy.host())
                .port(proxy.port())
                .poolMaxSize(1)
                .build();
        pg = client.blocking();
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
        proxy.close();
    }

    static List<String> names() {
        return List.of(
                "a\"; drop table canary; --",
                "\";",
                "a\nb\r\n; drop table canary",
                "class",
                "__proto__",
                "select",
                "a' || (select 1) || '",
                "$1",
                "a\\",
                "x".repeat(63),
                "x".repeat(64),
                "\u20ac".repeat(40));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("S13: tables and columns of any name are copied to and from, and their names are nothing but names")
    void copiesByAnyName(String name) {
        database.execute("drop schema public cascade; create schema public; create table canary();" + " create table "
                + quoted(name) + "(" + quoted(name) + " int, other int default 7)");

        assertThat(pg.copyIn(quoted(name)).columns(name).from(DATA).rowCount()).isEqualTo(2);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(pg.copyOut(quoted(name)).columns(name).to(out).rowCount()).isEqualTo(2);
        assertThat(out.toByteArray()).isEqualTo(DATA);
        assertThat(database.query("select sum(other) from " + quoted(name))).isEqualTo("14");
        assertThat(database.query("select count(*) from canary")).isEqualTo("0");
    }

    @Test
    @DisplayName("S13: names that hold NUL or half a surrogate pair are refused, and the connection stays usable")
    void refusesNamesThatNobodyHas() {
        database.execute("drop table if exists line; create table line(id int)");
        for (String name : List.of("a\0b", "\0", "\ud800", "a\udc00")) {
            assertThatThrownBy(() -> pg.copyIn(quoted(name)).from(DATA)).isInstanceOf(PgException.class);
            assertThatThrownBy(() -> pg.copyIn("line").columns(name).from(DATA)).isInstanceOf(PgException.class);
            assertThatThrownBy(() -> pg.copyOut("line").columns(name).to(new ByteArrayOutputStream()))
                    .isInstanceOf(PgException.class);
        }
        assertThat(proxy.frontend()).noneMatch(message -> message.toString().contains("\0"));
        assertThat(pg.fetchValue(Long.class, "select count(*) from line")).contains(0L);
        assertThat(proxy.connectionCount()).isEqualTo(1);
    }

    @Test
    @DisplayName("S13: savepoints are named by the client, and by nothing that comes from outside")
    void namesSavepointsItself() {
        pg.inTransaction(outer -> outer.inTransaction(inner -> inner.inTransaction(
                innermost -> innermost.fetchValue(Integer.class, "select 1 as \"a\"\"; rollback; --\""))));
        assertThat(proxy.frontend().stream()
                        .filter(Query.class::isInstance)
                        .map(message -> ((Query) message).query())
                        .filter(sql -> sql.contains("SAVEPOINT")))
                .isNotEmpty()
                .allMatch(sql -> sql.matches("(RELEASE )?SAVEPOINT pgnative_[12]"));
    }
}
