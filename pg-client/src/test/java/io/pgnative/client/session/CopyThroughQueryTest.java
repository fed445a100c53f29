package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.fetch;
import static io.pgnative.client.session.Sessions.query;
import static io.pgnative.client.session.Sessions.run;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class CopyThroughQueryTest {

    private final Session session;

    CopyThroughQueryTest(Vertx vertx, TestDatabase database) {
        session = await(new Sessions(vertx)
                .open(database.host(), database.port(), database.database(), database.user(), database::password));
        run(session, "create table if not exists target(a int); truncate target");
    }

    @AfterEach
    void close() {
        await(session.close());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy target from stdin",
                "/* bulk */ COPY target FROM STDIN",
                "copy (select g from generate_series(1, 50000) g) to stdout",
                "-- out\ncopy target to stdout"
            })
    @DisplayName(
            "S36, A123: COPY through a query fails clearly, whatever is behind it, and the connection stays usable")
    void turnsCopyAway(String sql) {
        for (int i = 0; i < 2; i++) {
            Future<?> extended = submit(session, query(sql));
            Future<?> behind = submit(session, query("select 1"));
            assertThat(failureOf(extended))
                    .isInstanceOf(PgMisuseException.class)
                    .hasMessageContaining("does not go through a query");
            await(behind);
            Future<?> simple = submit(session, Requests.script(null, sql, Request.NO_DEADLINE));
            Future<?> second = submit(session, Requests.script(null, "select 2", Request.NO_DEADLINE));
            assertThat(failureOf(simple)).isInstanceOf(PgMisuseException.class);
            await(second);
            Future<?> batch = submit(session, Requests.batch(null, sql, List.of(List.of()), Request.NO_DEADLINE));
            assertThat(failureOf(batch)).isInstanceOf(PgMisuseException.class);
        }
        assertThat(fetch(session, "select count(*) from target").get(0).getLong(0))
                .isZero();
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
    }

    @Test
    @DisplayName("S36: COPY in the midst of a script ends the script")
    void turnsCopyAwayWithinScripts() {
        Future<?> in = submit(
                session,
                Requests.script(
                        null, "insert into target values (1); copy target from stdin; select 1", Request.NO_DEADLINE));
        assertThat(failureOf(in)).isInstanceOf(PgMisuseException.class);
        assertThat(fetch(session, "select count(*) from target").get(0).getLong(0))
                .isZero();
        Future<?> out = submit(
                session,
                Requests.script(null, "copy target to stdout; insert into target values (2)", Request.NO_DEADLINE));
        assertThat(failureOf(out)).isInstanceOf(PgMisuseException.class);
        assertThat(fetch(session, "select a from target").get(0).getInt(0)).isEqualTo(2);
    }

    @Test
    void lettingTheServerCopyFilesIsNoMisuse() {
        run(session, "insert into target values (7)");
        assertThat(await(submit(session, query("copy target to program 'cat > /dev/null'")))
                        .result()
                        .tag())
                .isEqualTo("COPY 1");
    }

    @Test
    void anErrorOfCopyItselfIsTheServers() {
        assertThat(failureOf(submit(session, query("copy nowhere from stdin"))))
                .hasMessageContaining("relation \"nowhere\" does not exist");
        assertThat(fetch(session, "select 1").size()).isEqualTo(1);
    }
}
