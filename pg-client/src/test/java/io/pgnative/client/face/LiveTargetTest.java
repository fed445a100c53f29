package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgTarget;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client whose connections go elsewhere while it lives. */
@Timeout(60)
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveTargetTest {

    private static final String ROLE = "live_target_role";

    private enum Mood {
        SAD,
        HAPPY
    }

    private final Vertx vertx;
    private final TestDatabase database;
    private final TestDatabase other;
    private @Nullable PgClient opened;

    LiveTargetTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        this.database = database;
        this.other = new TestDatabase(
                database.host(), database.port(), database.database() + "_b", database.user(), database.password());
    }

    @BeforeAll
    void makeOther() {
        dropOther();
        database.execute("create database \"" + other.database() + "\"");
        database.execute("create role " + ROLE + " login superuser password '" + database.password() + "'");
        database.execute("create type mood as enum ('sad', 'happy'); create table person (mood mood);"
                + " insert into person values ('sad')");
        // The same names stand for other types here.
        other.execute("create type filler as (a int); create type mood as enum ('happy', 'sad');"
                + " create table person (mood mood); insert into person values ('happy')");
    }

    @AfterAll
    void dropOther() {
        database.execute("drop database if exists \"" + other.database() + "\" with (force)");
        database.execute("drop role if exists " + ROLE);
    }

    @AfterEach
    void close() {
        if (opened != null) {
            await(opened.close(Duration.ZERO));
        }
    }

    private static PgTarget target(TestDatabase at, String user) {
        return new PgTarget(List.of(new PgHost(at.host(), at.port())), at.database(), user);
    }

    private PgClient client(Supplier<PgTarget> target) {
        return client(target, Duration.ofSeconds(10));
    }

    private PgClient client(Supplier<PgTarget> target, Duration connectTimeout) {
        PgClientBuilder builder = PgClient.builder(vertx)
                .dsn(database.dsn())
                .connectTimeout(connectTimeout)
                .mapEnum(Mood.class, "mood")
                .target(target);
        PgClient client = builder.build();
        opened = client;
        return client;
    }

    private static String whereabouts(PgClient client) {
        return await(client.fetchValue(String.class, "select current_database() || ' as ' || current_user"))
                .orElseThrow();
    }

    @Test
    void newConnectionsGoWhereTheTargetSaysAndOpenOnesStay() {
        AtomicReference<PgTarget> target = new AtomicReference<>(target(database, database.user()));
        PgClient client = client(target::get);
        PgConnection held = await(client.acquire());

        target.set(target(other, ROLE));
        assertThat(whereabouts(client)).isEqualTo(other.database() + " as " + ROLE);
        assertThat(await(held.fetchValue(String.class, "select current_database()")))
                .contains(database.database());
        held.close();
        client.expireConnections();

        assertThat(whereabouts(client)).isEqualTo(other.database() + " as " + ROLE);
        assertThat(client.options().database()).isEqualTo(database.database());
    }

    @Test
    void whatWasLearntOfTypesInOneDatabaseIsNotTakenForTrueInAnother() {
        AtomicReference<PgTarget> target = new AtomicReference<>(target(database, database.user()));
        PgClient client = client(target::get);
        String sql = "select mood from person where mood = $1";
        assertThat(await(client.fetchValue(Mood.class, sql, Mood.SAD))).contains(Mood.SAD);

        target.set(target(other, other.user()));
        client.expireConnections();
        assertThat(await(client.fetchValue(Mood.class, sql, Mood.HAPPY))).contains(Mood.HAPPY);

        other.execute("alter type mood rename to temper; create type mood as enum ('sad', 'happy');"
                + " alter table person alter mood type mood using mood::text::mood");
        client.reloadTypes();
        client.expireConnections();
        assertThat(await(client.fetchValue(Mood.class, sql, Mood.HAPPY))).contains(Mood.HAPPY);
    }

    @Test
    void aTargetThatCannotBeToldFailsTheConnection() {
        PgClient client = client(() -> {
            throw new IllegalStateException("the vault is sealed");
        });

        assertThat(failureOf(client.execute("select 1")))
                .hasStackTraceContaining("the supplier of the target has failed")
                .hasStackTraceContaining("the vault is sealed");
    }

    @Test
    void theTimeThatTheTargetTakesIsPartOfTheConnectTimeout() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        PgClient client = client(
                () -> {
                    asked.countDown();
                    awaitQuietly(end);
                    return target(database, database.user());
                },
                Duration.ofMillis(200));
        try {
            assertThat(failureOf(client.execute("select 1")))
                    .hasStackTraceContaining("the time ran out while the target was being asked for");
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            end.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTargetIsChecked() {
        List<PgHost> hosts = List.of(new PgHost("db.example.com", 5432));
        assertThatThrownBy(() -> new PgTarget(List.of(), "shop", "app"))
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageContaining("hosts: expected at least one");
        assertThatThrownBy(() -> new PgTarget(List.of(new PgHost("db", 70_000)), "shop", "app"))
                .hasMessageContaining("port: 70000 is out of range");
        assertThatThrownBy(() -> new PgTarget(hosts, " ", "app")).hasMessageContaining("database: expected a text");
        assertThatThrownBy(() -> new PgTarget(hosts, "shop", "a\0b")).hasMessageContaining("user: expected a text");
    }
}
