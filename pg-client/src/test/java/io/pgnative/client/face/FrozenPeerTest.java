package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.testing.Direction;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A peer from whom, or to whom, nothing gets through any more, with a query in flight. */
@ExtendWith(PostgresExtension.class)
class FrozenPeerTest {

    private static final List<String> DIRECTIONS = List.of("TO_SERVER TO_CLIENT", "TO_SERVER", "TO_CLIENT");

    private final Vertx vertx;
    private final TestDatabase database;
    private final RecordingProxy proxy;
    private final PgClient pg;

    FrozenPeerTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        proxy = RecordingProxy.start(database.host(), database.port());
        pg = client(proxy);
    }

    /** The real server is the next host. */
    private PgClientBuilder builder(RecordingProxy first) {
        return PgClient.builder(vertx)
                .dsn(database.dsn())
                .hosts(List.of(new PgHost(first.host(), first.port()), new PgHost(database.host(), database.port())))
                .poolMaxSize(1);
    }

    private PgClient client(RecordingProxy first) {
        return builder(first).build();
    }

    @BeforeEach
    void connect() {
        database.execute("drop table if exists hit; create table hit(id int)");
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        assertThat(proxy.connectionCount()).isEqualTo(1);
    }

    @AfterEach
    void close() {
        proxy.thaw();
        await(pg.close(Duration.ofSeconds(5)));
        proxy.close();
    }

    private static void freeze(RecordingProxy proxy, String directions) {
        for (Direction direction : Direction.values()) {
            if (directions.contains(direction.name())) {
                proxy.freeze(direction);
            }
        }
    }

    private long hits() {
        return Long.parseLong(database.query("select count(*) from hit"));
    }

    @Test
    @DisplayName(
            "F33, F35: a query in flight ends with its timeout, and its place in the pool is free for the next host")
    void givesUpWhoDoesNotAnswer() {
        List<RecordingProxy> proxies = new ArrayList<>();
        List<PgClient> clients = new ArrayList<>();
        List<Future<Optional<Integer>>> stuck = new ArrayList<>();
        try {
            for (String directions : DIRECTIONS) {
                RecordingProxy each = RecordingProxy.start(database.host(), database.port());
                proxies.add(each);
                PgClient client = client(each);
                clients.add(client);
                await(client.fetchValue(Integer.class, "select 1"));
                freeze(each, directions);
                // Neither a request to cancel nor a new connection gets to the peer.
                each.stopListening();
                stuck.add(client.sql("select 1").timeout(Duration.ofMillis(500)).fetchValue(Integer.class));
            }
            stuck.forEach(call -> assertThat(failureOf(call)).isInstanceOf(PgTimeoutException.class));
            // Each pool has one place, and the frozen connections are not thawed before this.
            clients.stream()
                    .map(client -> client.fetchValue(Integer.class, "select 2"))
                    .toList()
                    .forEach(next -> assertThat(await(next)).contains(2));
            assertThat(proxies).allMatch(each -> each.connectionCount() == 1);
        } finally {
            proxies.forEach(RecordingProxy::thaw);
            clients.forEach(client -> await(client.close(Duration.ofSeconds(5))));
            proxies.forEach(RecordingProxy::close);
        }
    }

    @Test
    @DisplayName("pool.validation-timeout: who does not answer a check within it is given up, and no sooner")
    void waitsForTheAnswerToACheckAsLongAsItIsTold() {
        List<RecordingProxy> proxies = new ArrayList<>();
        List<PgClient> clients = new ArrayList<>();
        try {
            // The patient one asks first.
            for (Duration limit : List.of(Duration.ofMinutes(10), Duration.ofMillis(100))) {
                RecordingProxy each = RecordingProxy.start(database.host(), database.port());
                proxies.add(each);
                PgClient client = builder(each)
                        .poolValidateAfterIdle(Duration.ZERO)
                        .poolValidationTimeout(limit)
                        .build();
                clients.add(client);
                await(client.fetchValue(Integer.class, "select 1"));
                each.freeze();
                each.stopListening();
            }
            Future<Optional<Integer>> patient = clients.get(0).fetchValue(Integer.class, "select 2");
            assertThat(await(clients.get(1).fetchValue(Integer.class, "select 3")))
                    .contains(3);
            assertThat(clients.get(1).statistics().closed()).isOne();
            assertThat(clients.get(0).statistics().closed()).isZero();
            proxies.get(0).thaw();
            assertThat(await(patient)).contains(2);
            assertThat(clients.get(0).statistics().closed()).isZero();
        } finally {
            proxies.forEach(RecordingProxy::thaw);
            clients.forEach(client -> await(client.close(Duration.ofSeconds(5))));
            proxies.forEach(RecordingProxy::close);
        }
    }

    @ParameterizedTest
    @FieldSource("DIRECTIONS")
    @DisplayName("F34, F35: queries wait for a thaw, and run once on the connection that they were sent on")
    void waitsForTheThaw(String directions) {
        freeze(proxy, directions);
        List<? extends Future<?>> inserts = IntStream.range(0, 5)
                .mapToObj(id -> pg.execute("insert into hit values (" + id + ")"))
                .toList();
        if (directions.equals("TO_CLIENT")) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (hits() == 0) {
                assertThat(System.nanoTime() - end).as("the server hears").isNegative();
            }
        } else {
            assertThat(hits()).isZero();
        }
        assertThat(inserts).noneMatch(Future::isComplete);
        proxy.thaw();
        inserts.forEach(Futures::await);
        assertThat(hits()).isEqualTo(5);
        assertThat(proxy.connectionCount()).isEqualTo(1);
        assertThat(pg.statistics().closed()).isZero();
    }
}
