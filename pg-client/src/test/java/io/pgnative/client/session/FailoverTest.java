package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgServerException;
import io.pgnative.client.testing.EmbeddedServer;
import io.pgnative.client.testing.PostgresExtension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A primary that becomes the standby of its standby, and a client that wants to write. */
@ExtendWith(PostgresExtension.class)
class FailoverTest {

    private static final String WRITE = "insert into written values (inet_server_port()) returning port";

    private final Vertx vertx;
    private EmbeddedServer first;
    private EmbeddedServer second;
    private PgClient client;

    FailoverTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @BeforeEach
    void start() {
        first = EmbeddedServer.create();
        second = first.standby();
        client = PgClient.builder(vertx)
                .environment(false)
                .dsn("postgres://postgres@127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port()
                        + "/postgres?target_session_attrs=read-write&sslmode=disable")
                .poolMaxSize(4)
                .poolAcquireTimeout(Duration.ofSeconds(20))
                .build();
    }

    @AfterEach
    void stop() {
        await(client.close());
        second.close();
        first.close();
    }

    private int write() {
        return await(client.fetchValue(Integer.class, WRITE)).orElseThrow();
    }

    private List<Integer> writeAtOnce() {
        List<Future<Integer>> written = IntStream.range(0, 20)
                .mapToObj(i -> client.fetchValue(Integer.class, WRITE).map(port -> port.orElseThrow()))
                .toList();
        return written.stream().map(Sessions::await).distinct().toList();
    }

    @Test
    @DisplayName("F40: what writes finds the server that was promoted, and never the old one that is back as a standby;"
            + " a connection whose server has stopped writing goes to nobody else")
    void writesToThePrimaryOfTheDay() {
        await(client.execute("create table written (port int4)"));
        assertThat(writeAtOnce()).containsExactly(first.port());

        first.stop();
        second.query("select pg_promote()");
        assertThat(write()).isEqualTo(second.port());
        assertThat(writeAtOnce()).containsExactly(second.port());

        first.follow(second);
        assertThat(first.query("select pg_is_in_recovery()")).isEqualTo("t");
        client.expireConnections();
        assertThat(writeAtOnce()).containsExactly(second.port());

        forbidWriting();
        int refused = await(client.withConnection(connection -> {
            int backend = connection.processId();
            return connection
                    .execute("insert into written values (0)")
                    .transform(done -> Future.succeededFuture(
                            done.cause() instanceof PgServerException error
                                            && error.sqlState().equals("25006")
                                    ? backend
                                    : 0));
        }));
        assertThat(refused).as("a connection that was not to write").isNotZero();
        assertThat(failureOf(client.fetch(WRITE))).hasMessageContaining("read-only");
        allowWriting();
        assertThat(writeAtOnce()).containsExactly(second.port());
        assertThat(second.query("select count(*) from pg_stat_activity where pid = " + refused))
                .isEqualTo("0");
    }

    private void forbidWriting() {
        second.execute("alter system set default_transaction_read_only = on");
        reload("on");
    }

    private void allowWriting() {
        second.execute("alter system reset default_transaction_read_only");
        reload("off");
    }

    private void reload(String expected) {
        second.query("select pg_reload_conf()");
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!second.query("show default_transaction_read_only").equals(expected)) {
            assertThat(System.nanoTime())
                    .as("the server has not read its settings")
                    .isLessThan(limit);
        }
    }
}
