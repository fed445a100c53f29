package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.pgnative.client.wire.frontend.Query;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What one user has done to a session, and what the next one finds. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
class SessionResetTest {

    private final Vertx vertx;
    private final TestDatabase database;
    private @Nullable PgClient opened;

    SessionResetTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            await(opened.close(Duration.ofSeconds(5)));
        }
    }

    private PgClientBuilder builder() {
        return PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1);
    }

    private PgClient client(ResetPolicy policy) {
        return built(builder().resetPolicy(policy));
    }

    private PgClient built(PgClientBuilder builder) {
        PgClient made = builder.build();
        opened = made;
        return made;
    }

    private static String value(PgClient pg, String sql) {
        return await(pg.fetchValue(String.class, sql)).orElseThrow();
    }

    private static int pid(PgClient pg) {
        return await(pg.fetchValue(Integer.class, "select pg_backend_pid()")).orElseThrow();
    }

    @Test
    @DisplayName("S37: parameters, channels, cursors and advisory locks of a connection end when it is given back")
    void undoesWhatTheHolderOfAConnectionDid() {
        PgClient pg = client(ResetPolicy.FAST);
        int pid = pid(pg);
        await(pg.withConnection(c -> c.execute("set search_path = elsewhere")
                .compose(done -> c.execute("listen shop"))
                .compose(done -> c.fetch("select pg_advisory_lock(7)"))
                .compose(done -> c.execute("declare held cursor with hold for select 1"))));
        assertThat(value(pg, "show search_path")).isNotEqualTo("elsewhere");
        assertThat(value(pg, "select count(*)::text from pg_listening_channels()"))
                .isEqualTo("0");
        assertThat(value(pg, "select count(*)::text from pg_cursors where name = 'held'"))
                .isEqualTo("0");
        assertThat(value(pg, "select count(*)::text from pg_locks where locktype = 'advisory'"))
                .isEqualTo("0");
        assertThat(pid(pg)).isEqualTo(pid);
    }

    @Test
    void undoesItBeforeAnybodyUsesTheConnectionAgain() {
        PgClient pg = client(ResetPolicy.FAST);
        await(pg.withConnection(c -> c.execute("select pg_advisory_lock(8)")));
        // The lock does not stay with a connection that nobody asks for.
        PgClient other = PgClient.builder(vertx).dsn(database.dsn()).build();
        await(other.sql("select pg_advisory_lock(8)")
                .timeout(Duration.ofSeconds(10))
                .fetch());
        await(other.close(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set application_name = 'changed'",
                "select set_config('application_name', 'changed', false)",
                "select 1; set application_name = 'changed'; select 2",
                "do $$ begin perform set_config('application_name', 'changed', false); end $$"
            })
    @DisplayName("S37: a single statement that shows that it changes the session is undone, too")
    void undoesWhatSingleStatementsDid(String sql) {
        PgClient pg = built(builder().applicationName("plain"));
        await(pg.execute(sql));
        assertThat(value(pg, "show application_name")).isEqualTo("plain");
        if (sql.startsWith("select set_config")) {
            await(pg.fetch(sql));
            assertThat(value(pg, "show application_name")).isEqualTo("plain");
        }
    }

    @Test
    @DisplayName("a transaction costs no reset, unless a statement of it shows that it changes the session")
    void resetsAfterTransactionsThatChangeTheSession() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port())) {
            PgClient pg = built(builder().host(proxy.host()).port(proxy.port()).applicationName("plain"));
            await(pg.inTransaction(tx -> tx.execute("select $1::int", 1)));
            await(pg.fetch("select 1"));
            assertThat(resets(proxy)).isZero();
            await(pg.inTransaction(tx -> tx.execute("set application_name = 'changed'")));
            assertThat(value(pg, "show application_name")).isEqualTo("plain");
            assertThat(resets(proxy)).isEqualTo(1);
        }
    }

    private static long resets(RecordingProxy proxy) {
        return proxy.frontend().stream()
                .filter(message ->
                        message instanceof Query query && query.query().contains("RESET ALL"))
                .count();
    }

    @Test
    void undoesNothingWhenToldNotTo() {
        PgClient pg = built(builder().applicationName("plain").resetPolicy(ResetPolicy.NONE));
        await(pg.withConnection(c -> c.execute("set application_name = 'changed'")));
        assertThat(value(pg, "show application_name")).isEqualTo("changed");
    }

    @Test
    @DisplayName("A127, S37: neither SET ROLE nor temporary tables nor sequences leak under the full policy")
    void undoesRolesAndTemporaryTables() {
        database.execute("drop role if exists reset_reader; create role reset_reader");
        PgClient pg = client(ResetPolicy.FULL);
        String user = value(pg, "select current_user::text");
        int pid = pid(pg);
        await(pg.withConnection(c -> c.execute("create temp table mine(id serial)")
                .compose(done -> c.execute("insert into mine default values"))
                .compose(done -> c.execute("set role reset_reader"))));
        assertThat(value(pg, "select current_user::text")).isEqualTo(user);
        assertThat(await(pg.fetchValue(String.class, "select to_regclass('pg_temp.mine')::text")))
                .isEmpty();
        await(pg.withConnection(c -> c.execute("set session authorization reset_reader")));
        assertThat(value(pg, "select session_user::text")).isEqualTo(user);
        assertThatThrownBy(() -> await(pg.fetch("select lastval()"))).hasMessageContaining("lastval");
        assertThat(pid(pg)).isEqualTo(pid);
        database.execute("drop role reset_reader");
    }

    @Test
    @DisplayName("S37: row security by a setting of the transaction lets the next user of the connection see nothing")
    void keepsTenantsApart() {
        database.execute("drop table if exists invoice; drop role if exists reset_tenant; create role reset_tenant;"
                + " create table invoice(tenant int, sum int); insert into invoice values (7, 70), (8, 80);"
                + " grant select on invoice to reset_tenant; alter table invoice enable row level security;"
                + " create policy tenant on invoice using"
                + " (tenant = nullif(current_setting('app.tenant', true), '')::int)");
        PgClient pg = client(ResetPolicy.FAST);
        int pid = pid(pg);
        String sums = "select sum from invoice";
        List<Integer> own = await(pg.inTransaction(tx -> tx.execute("set local role reset_tenant")
                .compose(set -> tx.fetch("select set_config('app.tenant', $1, true)", "7"))
                .compose(set -> tx.fetch(Integer.class, sums))));
        assertThat(own).containsExactly(70);
        List<Integer> next = await(pg.inTransaction(
                tx -> tx.execute("set local role reset_tenant").compose(set -> tx.fetch(Integer.class, sums))));
        assertThat(next).isEmpty();
        assertThat(pid(pg)).isEqualTo(pid);
        database.execute("drop table invoice; drop role reset_tenant");
    }

    @Test
    @DisplayName("a reset that the settings of the last user make fail costs the connection, not the next user")
    void closesAConnectionThatCannotBeReset() {
        PgClient pg = client(ResetPolicy.FAST);
        int pid = pid(pg);
        await(pg.withConnection(c -> c.execute("create schema if not exists trap")
                .compose(done -> c.execute("set statement_timeout = 1"))
                .compose(done -> c.execute("set search_path = trap, pg_catalog"))));
        // Whether the server was fast enough or not, nothing of that is seen any more.
        assertThat(await(pg.fetchValue(String.class, "show statement_timeout")
                        .recover(lost -> pg.fetchValue(String.class, "show statement_timeout"))))
                .contains("0");
        assertThat(pid).isPositive();
    }

    @Test
    @DisplayName("F66: the next user's statement does not run when the reset fails, and the connection is closed")
    void runsNothingAfterAResetThatFailed() {
        try (ScriptedServer server = ScriptedServer.start()) {
            Script script = server.accept().startupTrust();
            CountDownLatch nextIsSubmitted = new CountDownLatch(1);
            script.expect(Query.class)
                    .send(new CommandComplete("SET"), new ReadyForQuery(TransactionStatus.IDLE))
                    .expect(Query.class, reset -> assertThat(reset.query()).contains("RESET ALL"))
                    .waitFor(nextIsSubmitted)
                    .send(
                            new ErrorResponse(Map.of('S', "ERROR", 'V', "ERROR", 'C', "53200", 'M', "out of memory")),
                            new ReadyForQuery(TransactionStatus.IDLE))
                    .expectEnd();
            server.accept()
                    .startupTrust()
                    .expect(Query.class)
                    .send(new CommandComplete("SELECT 1"), new ReadyForQuery(TransactionStatus.IDLE));
            PgClient pg = scripted(server);
            await(pg.execute("set x.y = 1"));
            var next = pg.execute("select 'next'");
            nextIsSubmitted.countDown();
            assertThatThrownBy(() -> await(next))
                    .isInstanceOfSatisfying(PgConnectionLostException.class, lost -> assertThat(lost.wasSent())
                            .isFalse())
                    .hasStackTraceContaining("could not be reset");
            assertThat(script.received()).noneMatch(message -> message.equals(new Query("select 'next'")));
            await(pg.execute("select 'after'"));
            server.verify();
        }
    }

    @Test
    @DisplayName("F66: a reset that hangs costs the connection within 2 s, and only whoever had it already")
    void givesUpAResetThatHangs() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.accept()
                    .startupTrust()
                    .expect(Query.class)
                    .send(new CommandComplete("SET"), new ReadyForQuery(TransactionStatus.IDLE))
                    .expect(Query.class);
            server.accept().expect(CancelRequest.class);
            PgClient pg = scripted(server);
            await(pg.execute("set x.y = 1"));
            assertThatThrownBy(() -> await(pg.execute("select 'next'")))
                    .isInstanceOfSatisfying(PgConnectionLostException.class, lost -> assertThat(lost.wasSent())
                            .isFalse());
            assertThat(pg.statistics().busy()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"crdb_version, ''", "crate_version, ''", "padb_revision, RESET ALL"})
    @DisplayName("servers of other flavours are asked for what they know only")
    void knowsFlavoursOfServers(String parameter, String expected) {
        try (ScriptedServer server = ScriptedServer.start()) {
            Script script = server.accept().startupTrust(new ParameterStatus(parameter, "1"));
            CopyOnWriteArrayList<String> seen = new CopyOnWriteArrayList<>();
            script.serve(message -> {
                if (message instanceof Query query) {
                    seen.add(query.query());
                    String tag = query.query().startsWith("select") ? "SELECT 1" : "SET";
                    return java.util.List.of(new CommandComplete(tag), new ReadyForQuery(TransactionStatus.IDLE));
                }
                return java.util.List.of();
            });
            PgClient pg = scripted(server);
            await(pg.execute("set x.y = 1"));
            await(pg.execute("select 'next'"));
            assertThat(String.join("|", seen))
                    .isEqualTo("set x.y = 1|" + (expected.isEmpty() ? "" : expected + "|") + "select 'next'");
        }
    }

    private PgClient scripted(ScriptedServer server) {
        return built(PgClient.builder(vertx)
                .host(server.host())
                .port(server.port())
                .user("anna")
                .database("shop")
                .poolMaxSize(1));
    }

    @Test
    @DisplayName("A051: reset() rolls back a transaction that is open, however it was begun, and warns")
    void resetsOnDemand() {
        PgClient pg = built(builder().applicationName("plain"));
        ListAppender<ILoggingEvent> log = listen();
        PgConnection connection = await(pg.acquire());
        await(connection.execute("create table if not exists reset_item(id int); truncate reset_item"));
        await(connection.execute("begin"));
        await(connection.execute("insert into reset_item values (1)"));
        await(connection.execute("set application_name = 'changed'"));
        await(connection.reset());
        assertThat(connection.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(message -> message.contains("is reset with an open transaction"));
        assertThat(await(connection.fetchValue(Long.class, "select count(*) from reset_item")))
                .contains(0L);
        assertThat(await(connection.fetchValue(String.class, "show application_name")))
                .contains("plain");
        PgTransaction transaction = await(connection.begin());
        await(transaction.execute("insert into reset_item values (2)"));
        await(connection.reset());
        assertThat(transaction.isActive()).isFalse();
        assertThatThrownBy(() -> await(transaction.execute("select 1"))).isInstanceOf(PgMisuseException.class);
        await(await(connection.begin()).rollback());
        await(connection.close());
        assertThatThrownBy(() -> await(connection.reset())).isInstanceOf(PgMisuseException.class);
        Optional<Long> left = await(pg.fetchValue(Long.class, "select count(*) from reset_item"));
        assertThat(left).contains(0L);
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        ((Logger) LoggerFactory.getLogger("io.pgnative.client.pool")).addAppender(log);
        return log;
    }

    @Test
    @DisplayName("F58: who keeps a connection for long is told of in the log, with the place where he got it")
    void warnsOfWhoKeepsAConnection() {
        PgClient pg = built(builder().leakDetectionThreshold(Duration.ofMillis(50)));
        ListAppender<ILoggingEvent> log = listen();
        await(pg.withConnection(c -> c.execute("select 1")));
        PgConnection forgotten = await(pg.acquire());
        await(forgotten.execute("select pg_sleep(0.2)"));
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).contains("has not been given back for 50 ms");
            assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
                    .anyMatch(frame -> frame.getSTEAsString().contains("warnsOfWhoKeepsAConnection"));
        });
        await(forgotten.close());
    }
}
