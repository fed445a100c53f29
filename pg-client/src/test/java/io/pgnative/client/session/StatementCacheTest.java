package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.fetch;
import static io.pgnative.client.session.Sessions.query;
import static io.pgnative.client.session.Sessions.run;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgServerException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a session keeps prepared, as the server sees it. */
@ExtendWith(PostgresExtension.class)
class StatementCacheTest {

    private static final String NAMES = "select name from pg_prepared_statements where statement not like '%prepared%'";

    private final Sessions sessions;
    private final TestDatabase database;
    private @Nullable Session session;

    StatementCacheTest(Vertx vertx, TestDatabase database) {
        this.sessions = new Sessions(vertx);
        this.database = database;
    }

    private Session open(int size, Duration lifetime) {
        Session opened = await(sessions.statementCache(size, lifetime)
                .open(database.host(), database.port(), database.database(), database.user(), database::password));
        session = opened;
        return opened;
    }

    @AfterEach
    void close() {
        if (session != null) {
            await(session.close());
        }
    }

    private static List<String> names(Session session) {
        return fetch(session, NAMES).as(String.class);
    }

    @Test
    @DisplayName("A040: within its life time a statement stays prepared, from its insertion on; 0 is for ever")
    void keepsAStatementForItsLifeTime() {
        Session forEver = open(10, Duration.ZERO);
        fetch(forEver, "select 1");
        fetch(forEver, "select 1");
        assertThat(forEver.statementCacheFigures().hits()).isOne();
        assertThat(names(forEver)).containsExactly(StatementCache.nameOf("select 1"));
        await(forEver.close());
        Session brief = open(10, Duration.ofNanos(1));
        for (int i = 0; i < 3; i++) {
            fetch(brief, "select 1");
        }
        assertThat(brief.statementCacheFigures().hits()).isZero();
        assertThat(brief.statementCacheFigures().evictions()).isEqualTo(2);
    }

    @Test
    void givesUpTheLeastRecentlyUsedAndTellsTheServerWithTheNextStatement() {
        Session small = open(2, Duration.ZERO);
        fetch(small, "select 1");
        fetch(small, "select 2");
        fetch(small, "select 1");
        fetch(small, "select 3");
        assertThat(run(small, "select 0").tag()).isEqualTo("SELECT 1");
        assertThat(database(small)).isEqualTo("2");
    }

    /** How many statements the server holds, asked by a script that prepares none. */
    private static String database(Session session) {
        run(
                session,
                "create temp table if not exists counted(n int); truncate counted;"
                        + " insert into counted select count(*) from pg_prepared_statements");
        return String.valueOf(fetch(session, "select n from counted").get(0).getString(0));
    }

    @Test
    @DisplayName("A040: texts that are too long are not kept, short ones are; nothing is with size 0")
    void doesNotKeepLongTexts() {
        Session session = open(10, Duration.ZERO);
        fetch(session, "select 1 /* " + "x".repeat(16 * 1024) + " */");
        assertThat(names(session)).isEmpty();
        fetch(session, "select 1");
        assertThat(names(session)).hasSize(1);
        await(session.close());
        Session none = open(0, Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            assertThat(fetch(none, "select $1::int", i).get(0).getInt(0)).isEqualTo(i);
        }
        assertThat(names(none)).isEmpty();
    }

    @Test
    @DisplayName("F16: DISCARD ALL and DEALLOCATE ALL empty the cache, so that even a transaction does not fail")
    void isEmptiedWithTheServer() {
        Session session = open(10, Duration.ZERO);
        for (String sql : List.of("deallocate all", "discard all")) {
            for (boolean isScript : new boolean[] {true, false}) {
                fetch(session, "select 1");
                if (isScript) {
                    run(session, sql);
                } else {
                    fetch(session, sql);
                }
                assertThat(session.statementCacheFigures().size()).isZero();
                run(session, "begin");
                assertThat(fetch(session, "select 1")).hasSize(1);
                run(session, "commit");
            }
        }
    }

    @Test
    @DisplayName("F16: a new search path empties the cache where the server tells of it")
    void isEmptiedByANewSearchPath() {
        database.execute("drop schema if exists a cascade; drop schema if exists b cascade; create schema a;"
                + " create schema b; create table a.t(v int); create table b.t(v text)");
        Session session = open(10, Duration.ZERO);
        run(session, "set search_path = a");
        fetch(session, "select v from t");
        run(session, "begin; set search_path = b");
        if (session.settings().containsKey("search_path")) {
            assertThat(fetch(session, "select v from t").columns().get(0).typeName())
                    .isEqualTo("text");
        } else {
            assertThat(failureOf(submit(session, query("select v from t"))))
                    .isInstanceOfSatisfying(PgServerException.class, e -> assertThat(e.sqlState())
                            .isEqualTo("0A000"));
        }
        run(session, "rollback");
        assertThat(fetch(session, "select v from t").columns().get(0).typeName())
                .isEqualTo("int4");
    }

    @Test
    @DisplayName("errors 42P05 and 26000 tell of poolers")
    void hintsAtPoolers() {
        Session session = open(10, Duration.ZERO);
        run(session, "prepare mine as select 1");
        assertThat(failureOf(submit(session, query("prepare mine as select 1"))))
                .hasMessageContaining("hint: behind a pooler");
        assertThat(failureOf(submit(session, query("execute nobodys")))).hasMessageContaining("hint: behind a pooler");
    }
}
