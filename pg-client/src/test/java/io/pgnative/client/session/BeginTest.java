package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.Rows;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A BEGIN travels with the first statement of its transaction. */
@ExtendWith(PostgresExtension.class)
class BeginTest {

    private final RecordingProxy proxy;
    private final Session session;

    BeginTest(Vertx vertx, TestDatabase database) throws Exception {
        database.execute("create table if not exists item(id int primary key)");
        proxy = RecordingProxy.start(database.host(), database.port());
        session = Sessions.await(new Sessions(vertx)
                .open("localhost", proxy.port(), database.database(), database.user(), database::password));
    }

    @BeforeEach
    void empty() {
        script("truncate item");
        proxy.clear();
    }

    @AfterEach
    void close() throws Exception {
        Sessions.await(session.close());
        proxy.close();
    }

    private <T extends @Nullable Object> Future<T> submit(Request<T> request) {
        session.submit(request);
        return request.future();
    }

    private CommandResult script(String sql) {
        return Sessions.await(submit(Requests.script(null, sql, Request.NO_DEADLINE)));
    }

    private CommandResult end(String sql) {
        return Sessions.await(submit(Requests.end(null, sql, Request.NO_DEADLINE)));
    }

    private void begin(String sql) {
        Sessions.await(submit(Requests.begin(null, sql, Request.NO_DEADLINE)));
    }

    private Future<Rows> start(String sql, @Nullable Object... args) {
        return submit(Requests.query(null, sql, args, ResultCollector.rows(), Request.NO_DEADLINE));
    }

    private Rows fetch(String sql, @Nullable Object... args) {
        return Sessions.await(start(sql, args));
    }

    private List<String> sent() {
        return proxy.frontend().stream()
                .map(Message::getClass)
                .map(Class::getSimpleName)
                .toList();
    }

    private long items() {
        return fetch("select count(*) from item").get(0).getLong(0);
    }

    @Test
    void travelsWithTheFirstStatementBeforeOneSync() {
        fetch("insert into item values ($1)", 1);
        proxy.clear();
        begin("BEGIN");
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.ACTIVE);
        fetch("insert into item values ($1)", 2);
        assertThat(sent()).containsExactly("Parse", "Bind", "Execute", "Bind", "Execute", "Sync");
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.ACTIVE);
        assertThat(end("ROLLBACK").tag()).isEqualTo("ROLLBACK");
        assertThat(items()).isEqualTo(1);
    }

    @Test
    void anEmptyTransactionSendsNothing() {
        begin("BEGIN");
        assertThat(end("COMMIT").tag()).isEqualTo("COMMIT");
        assertThat(sent()).isEmpty();
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
    }

    @Test
    void comesBeforeAScriptAndABatch() {
        begin("BEGIN");
        assertThat(script("insert into item values (1); insert into item values (2)")
                        .tag())
                .isEqualTo("INSERT 0 1");
        end("ROLLBACK");
        assertThat(items()).isZero();
        begin("BEGIN");
        Sessions.await(submit(Requests.batch(
                null, "insert into item values ($1)", List.of(List.of(1), List.of(2)), Request.NO_DEADLINE)));
        end("ROLLBACK");
        assertThat(items()).isZero();
    }

    @Test
    void staysToBeSentWhenAnArgumentDoesNotFit() {
        fetch("insert into item values ($1)", 1);
        begin("BEGIN");
        assertThatThrownBy(() -> fetch("insert into item values ($1)", "two")).isInstanceOf(PgDataException.class);
        fetch("insert into item values ($1)", 2);
        end("ROLLBACK");
        assertThat(items()).isEqualTo(1);
    }

    @Test
    void whenItFailsNoStatementRunsOutsideTheTransaction() {
        fetch("insert into item values ($1)", 1);
        begin("BEGIN ISOLATION LEVEL NONSENSE");
        Future<Rows> first = start("insert into item values ($1)", 2);
        Future<Rows> second = start("insert into item values ($1)", 3);
        assertThatThrownBy(() -> Sessions.await(first))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("syntax error")
                .hasMessageContaining("BEGIN ISOLATION LEVEL NONSENSE");
        assertThatThrownBy(() -> Sessions.await(second)).hasMessageContaining("syntax error");
        assertThatThrownBy(() -> script("insert into item values (4)")).hasMessageContaining("syntax error");
        assertThat(end("ROLLBACK").tag()).isEqualTo("ROLLBACK");
        assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.IDLE);
        assertThat(items()).isEqualTo(1);
    }

    @Test
    void statementsIssuedWithoutWaitingAllRunInTheTransaction() {
        fetch("insert into item values ($1)", 1);
        begin("BEGIN");
        List<Future<Rows>> all = List.of(
                start("insert into item values ($1)", 2),
                start("insert into item values ($1)", 3),
                start("select count(*) from item"));
        assertThat(Sessions.await(all.get(2)).get(0).getLong(0)).isEqualTo(3);
        end("ROLLBACK");
        assertThat(items()).isEqualTo(1);
    }
}
