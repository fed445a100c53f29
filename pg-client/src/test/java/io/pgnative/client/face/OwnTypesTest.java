package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.composite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.Composite;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.Range;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Sync;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types that a database has made: they are looked up once for a client, in one round trip. */
@ExtendWith(PostgresExtension.class)
class OwnTypesTest {

    enum Mood {
        SAD,
        HAPPY
    }

    private static final String MARK = "pg_catalog.to_regtype";

    private final Vertx vertx;
    private final TestDatabase database;
    private final RecordingProxy proxy;
    private PgClient pg;

    OwnTypesTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.proxy = RecordingProxy.start(database.host(), database.port());
        this.pg = client(4);
    }

    private PgClient client(int size) {
        TestDatabase seen =
                new TestDatabase("localhost", proxy.port(), database.database(), database.user(), database.password());
        return PgClient.builder(vertx).dsn(seen.dsn()).poolMaxSize(size).build();
    }

    @BeforeAll
    static void types(TestDatabase database) {
        database.execute("""
                create extension hstore; create extension citext; create extension ltree; create extension isn;
                create extension cube;
                create schema other;
                create type mood as enum ('SAD', 'ok', 'HAPPY');
                create type other.mood as enum ('x');
                create type address as (street text, "House No" int, tags text[], mood mood);
                create type person as (name text, home address, earlier address[]);
                create domain plz as text check (value ~ '^[0-9]+$');
                create domain plz2 as plz;
                create domain ints as int[];
                create domain home as address;
                create type floatrange as range (subtype = float8, subtype_diff = float8mi);
                create type moodrange as range (subtype = mood);
                create table book (id int, title text, gone int, price numeric);
                alter table book drop column gone;
                """);
    }

    @BeforeEach
    void clear() {
        await(pg.fetchValue(Integer.class, "select 1"));
        proxy.clear();
    }

    @AfterEach
    void close() {
        await(pg.close(Duration.ofSeconds(5)));
        proxy.close();
    }

    private long lookups() {
        return proxy.frontend().stream()
                .filter(message ->
                        message instanceof Parse parse && parse.query().contains(MARK))
                .count();
    }

    private long roundTrips() {
        return proxy.frontend().stream().filter(Sync.class::isInstance).count();
    }

    private <T> T value(Class<T> type, String sql, Object... args) {
        return await(pg.fetchValue(type, sql, args)).orElseThrow();
    }

    /** What the server reads of what was written is what the server itself writes, and the way back. */
    @ParameterizedTest
    @DisplayName("A085, A076, A078, A079: every kind of type goes both ways, alone and in arrays")
    @CsvSource(
            delimiter = '|',
            value = {
                "mood | SAD",
                "mood[] | {SAD,ok,NULL}",
                "other.mood | x",
                "address | (\"a, \"\"b\"\"\",7,\"{x,NULL}\",ok)",
                "address | (,,,)",
                "address[] | {\"(a,1,{},SAD)\",NULL}",
                "person | (anna,\"(s,1,,)\",\"{\"\"(t,2,{x},HAPPY)\"\"}\")",
                "plz | 12345",
                "plz2 | 12345",
                "plz2[] | {1,2}",
                "ints | {1,2}",
                "ints[] | {\"{1,2}\"}",
                "home | (s,1,,)",
                "home[] | {\"(s,1,,)\"}",
                "floatrange | [1.5,2.5)",
                "floatrange[] | {\"[1.5,2.5)\",empty}",
                "floatmultirange | {[1,2),[3,4)}",
                "moodrange | [SAD,HAPPY]",
                "book | (1,t,9.50)",
                "book[] | {\"(1,t,9.50)\"}",
                "hstore | \"a\"=>\"1\", \"b\"=>NULL",
                "hstore[] | {\"\\\"a\\\"=>\\\"1\\\"\"}",
                "citext | Abc",
                "citext[] | {Abc,d}",
                "ltree | a.b.c",
                "ltree[] | {a.b,c}",
                "isbn13 | 978-0-306-40615-7",
                "isbn13[] | {978-0-306-40615-7}",
                "cube | '(1, 2)'",
                "cube[] | {\"(1, 2)\"}",
            })
    void goesBothWays(String type, String text) {
        Row row = await(pg.fetchOne("select $1::text::" + type + " as v, 1 as n", text));
        Object value = row.get(0);
        assertThat(value).isNotNull();
        assertThat(row.getInt("n")).isEqualTo(1);
        assertThat(value(String.class, "select ($1::" + type + ")::text", value))
                .isEqualTo(text);
        assertThat(row.columns().get(0).typeName()).doesNotStartWith("oid:");
    }

    @Test
    void readsPartsAsTheirClasses() {
        Row row = await(pg.fetchOne("select row('anna', row('s', 7, '{x}', 'HAPPY'), null)::person,"
                + " 'a=>1'::hstore, '[1.5,2.5)'::floatrange, 'HAPPY'::mood"));
        Composite person = composite(row, 0);
        Composite home = composite(person, "home");
        assertThat(home.get("House No", Integer.class)).isEqualTo(7);
        assertThat(home.get("mood", Mood.class)).isEqualTo(Mood.HAPPY);
        assertThat(home.get("tags", String[].class)).containsExactly("x");
        assertThat(person.isNull("earlier")).isTrue();
        assertThat(row.get(1)).isEqualTo(Map.of("a", "1"));
        assertThat(row.get(2, Range.class)).isNotNull();
        assertThat(row.get(3, Mood.class)).isEqualTo(Mood.HAPPY);
    }

    @Test
    void looksATypeUpInOneRoundTripOnceForAllConnections() {
        String sql = "select $1::person";
        assertThat(await(pg.fetchRow(sql, (Object) null))).isPresent();
        assertThat(lookups()).isEqualTo(1);
        // The description, the types, the run.
        assertThat(roundTrips()).isEqualTo(3);
        proxy.clear();
        List<Future<Row>> calls = IntStream.range(0, 8)
                .mapToObj(i -> pg.withConnection(c -> c.fetchOne("select $1::address[], $2::mood, " + i, null, "ok")
                        .compose(row -> c.fetchOne("select pg_sleep(0.05)"))))
                .toList();
        calls.forEach(Futures::await);
        assertThat(proxy.connectionCount()).isGreaterThan(1);
        assertThat(lookups()).isZero();
    }

    @Test
    void servesConcurrentFirstUses() {
        List<Future<Row>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(pg.fetchOne("select row('s', " + i + ", '{a}', 'ok')::address as a, array['SAD']::mood[], " + i));
        }
        for (int i = 0; i < calls.size(); i++) {
            Composite address = composite(await(calls.get(i)), 0);
            assertThat(address.get(1)).isEqualTo(i);
        }
        assertThat(lookups()).isBetween(1L, 4L);
    }

    @Test
    void looksTypesUpInsideATransaction() {
        String made = await(pg.inTransaction(tx -> tx.execute("create type fresh as enum ('new')")
                        .compose(done -> tx.fetchValue(String.class, "select $1::fresh", "new"))
                        .compose(value -> tx.fetchValue(String.class, "select $1 || 'x'", value.orElseThrow()))))
                .orElseThrow();
        assertThat(made).isEqualTo("newx");
        assertThat(value(String.class, "select $1::fresh[]::text", List.of("new")))
                .isEqualTo("{new}");
        await(pg.execute("drop type fresh"));
    }

    @Test
    void saysWhatIsWrongInAFailedTransactionAndGoesOnAfterIt() {
        await(pg.withConnection(c -> c.begin()
                .compose(tx -> c.execute("select 1/0")
                        .otherwiseEmpty()
                        .compose(failed -> c.fetchOne("select 'x'::other.mood")
                                .map(row -> "no error")
                                .otherwise(e -> ((PgServerException) e).sqlState()))
                        .compose(state -> {
                            assertThat(state).isEqualTo("25P02");
                            return tx.rollback();
                        }))
                .compose(rolledBack -> c.fetchValue(String.class, "select 'x'::other.mood"))
                .map(value -> {
                    assertThat(value).contains("x");
                    return value;
                })));
    }

    @Test
    void looksUpWhateverTheSearchPathAndTheServersCompilerAre() {
        await(pg.withConnection(c -> c.execute("set search_path = other; set jit = on; set jit_above_cost = 0;"
                        + " create schema if not exists hostile; create or replace function hostile.unnest(oid[])"
                        + " returns setof oid language sql as 'select 1::oid'; set search_path = hostile, pg_catalog")
                .compose(set -> c.fetchOne("select $1::public.address", List.of("s", 1, List.of("t"), "ok")))
                .map(row -> {
                    assertThat(composite(row, 0).get("mood")).isEqualTo("ok");
                    return row;
                })
                .compose(row -> c.execute("reset all").map(row))));
    }

    @Test
    void readsTypesThatOnlyOccurWithinOthers() {
        await(pg.fetchOne("select null::person"));
        proxy.clear();
        assertThat(value(String[].class, "select '{SAD,ok}'::mood[]")).containsExactly("SAD", "ok");
        // The array itself is new, its elements are known.
        assertThat(lookups()).isEqualTo(1);
        assertThat(value(String.class, "select 'SAD'::mood")).isEqualTo("SAD");
        assertThat(lookups()).isEqualTo(1);
    }

    @Test
    @DisplayName("A075: a type that only the values of records name is known at the second use")
    void learnsTypesThatOnlyRecordsName() {
        String sql = "select row('ok'::mood, row(array['SAD'::mood]))";
        assertThatThrownBy(() -> composite(await(pg.fetchOne(sql)), 0).get(0))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("is not known");
        assertThat(composite(await(pg.fetchOne(sql)), 0).get(0)).isEqualTo("ok");
        assertThat(lookups()).isEqualTo(1);
        Composite inner = Objects.requireNonNull(
                (Composite) composite(await(pg.fetchOne(sql)), 0).get(1));
        assertThat(inner.get(0)).isEqualTo(new String[] {"SAD"});
    }

    @Test
    void keepsAddressingTheTypeOfAnotherSchema() {
        await(pg.withConnection((PgConnection c) -> c.fetchValue(String.class, "select $1::other.mood", "x")
                .compose(x -> c.fetchValue(String.class, "select $1::mood", "ok"))
                .map(ok -> {
                    assertThat(ok).contains("ok");
                    return ok;
                })));
        assertThatThrownBy(() -> value(String.class, "select $1::other.mood", "ok"))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("22P02");
    }
}
