package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.session.auth.Credentials;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.PostgresServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class AuthenticationTest {

    private final Vertx vertx;
    private final PostgresServer server;

    AuthenticationTest(Vertx vertx, PostgresServer server) {
        this.vertx = vertx;
        this.server = server;
        server.assumeConfigurable();
    }

    private Future<Session> open(String user, @Nullable String password) {
        return new Sessions(vertx)
                .tellsPasswords()
                .open(server.host(), server.port(), "postgres", user, password == null ? null : () -> password);
    }

    private void role(String name, String password, String encryption, String method) {
        server.createRole(name, password, encryption);
        server.appendHba("host all " + name + " all " + method);
    }

    private static void assertWorks(Future<Session> opening, String user) {
        Session session = await(opening);
        assertThat(Sessions.fetch(session, "select current_user::text").get(0).getString(0))
                .isEqualTo(user);
        await(session.close());
    }

    @ParameterizedTest
    @CsvSource({"trust,scram-sha-256", "password,scram-sha-256", "md5,md5", "scram-sha-256,scram-sha-256"})
    @DisplayName("A003: each way of authentication, with the right, a wrong and no password")
    void authenticates(String method, String encryption) {
        String user = "auth_" + method.replace('-', '_');
        role(user, "geheim", encryption, method);
        assertWorks(open(user, "geheim"), user);
        if (method.equals("trust")) {
            assertWorks(open(user, null), user);
            return;
        }
        assertThat(failureOf(open(user, Sessions.CANARY)))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"))
                .hasMessageContaining("password authentication failed for user \"" + user + "\"");
        assertThat(failureOf(open(user, null)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("the server asks for a password, but none is configured (" + user + " on ");
        assertThat(failureOf(open(user, ""))).hasMessageContaining("none is configured");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pässwörd-Ⅸ", "\u00a0space\u00ad", "пароль", "pass\u0007bell"})
    @DisplayName(
            "A003: passwords are prepared as the server prepares them (SASLprep), or taken raw if that forbids them")
    void preparesPasswords(String password) {
        role("auth_prepared", password, "scram-sha-256", "scram-sha-256");
        assertWorks(open("auth_prepared", password), "auth_prepared");
    }

    @Test
    void takesLongPasswords() {
        String password = "0123456789".repeat(50);
        role("auth_long", password, "scram-sha-256", "scram-sha-256");
        assertWorks(open("auth_long", password), "auth_long");
        assertThat(failureOf(open("auth_long", password.substring(1))).getMessage())
                .contains("28P01")
                .doesNotContain("0123456789");
    }

    @Test
    void namesUnknownDatabasesAndUsers() {
        role("auth_known", "geheim", "scram-sha-256", "scram-sha-256");
        Future<Session> unknownDatabase =
                new Sessions(vertx).open(server.host(), server.port(), "no_such_place", "auth_known", () -> "geheim");
        assertThat(failureOf(unknownDatabase))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("3D000"))
                .hasMessageContaining("no_such_place");
        server.appendHba("host all no_such_role all scram-sha-256");
        assertThat(failureOf(open("no_such_role", Sessions.CANARY)))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"))
                .hasMessageContaining("no_such_role");
    }

    @Test
    @DisplayName("F72: a password supplier that throws or hangs fails the connecting, in time")
    void boundsPasswordSuppliers() throws InterruptedException {
        Sessions sessions = new Sessions(vertx).connectTimeout(Duration.ofMillis(300));
        assertThat(failureOf(sessions.open(server.host(), server.port(), "postgres", "auth_known", () -> {
                    throw new IllegalStateException("the vault is sealed");
                })))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("the password supplier has failed")
                .hasRootCauseMessage("the vault is sealed");
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch returned = new CountDownLatch(1);
        Future<Session> hanging = sessions.open(server.host(), server.port(), "postgres", "auth_known", () -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            returned.countDown();
            return "too late";
        });
        assertThat(failureOf(hanging)).hasMessageContaining("within 300 ms").hasMessageContaining("password was being");
        released.countDown();
        returned.await();
    }

    @Test
    @DisplayName("F72: a password that the server refuses is asked for afresh once, and told only if it is another one")
    void asksForAFreshPassword() {
        role("auth_rotated", "new-one", "scram-sha-256", "scram-sha-256");
        AtomicInteger asked = new AtomicInteger();
        assertWorks(
                new Sessions(vertx)
                        .open(
                                server.host(),
                                server.port(),
                                "postgres",
                                "auth_rotated",
                                () -> asked.getAndIncrement() == 0 ? "old-one" : "new-one"),
                "auth_rotated");
        assertThat(asked).hasValue(2);
        asked.set(0);
        assertThat(failureOf(new Sessions(vertx)
                        .open(
                                server.host(),
                                server.port(),
                                "postgres",
                                "auth_rotated",
                                () -> "wrong-" + asked.getAndIncrement())))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"));
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"password,scram-sha-256", "md5,md5", "scram-sha-256,scram-sha-256"})
    @DisplayName("S29: neither password, hash nor proof is logged or in an exception, at whatever level")
    void logsNoSecrets(String method, String encryption) {
        String user = "auth_quiet_" + method.replace('-', '_');
        role(user, Sessions.CANARY, encryption, method);
        List<String> shown = LogCanary.during(() -> {
            assertWorks(open(user, Sessions.CANARY), user);
            failureOf(open(user, Sessions.CANARY + "-wrong"));
        });
        assertThat(shown).isNotEmpty().allSatisfy(text -> assertThat(text)
                .doesNotContain(Sessions.CANARY, ",p=", ",r=", LogCanary.md5(Sessions.CANARY + user))
                .doesNotContainPattern("md5[0-9a-f]{32}"));
        assertThat(new Credentials("anna", Sessions.CANARY, Sessions.CANARY).toString())
                .doesNotContain(Sessions.CANARY);
    }

    @Test
    void namesUnknownHostsAndRefusedPorts() throws java.io.IOException {
        assertThat(failureOf(new Sessions(vertx).open("no-such-host.invalid", 5432)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("unknown host \"no-such-host.invalid\"");
        int free;
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(failureOf(new Sessions(vertx).open("127.0.0.1", free)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("connection to 127.0.0.1:" + free + " refused");
    }
}
