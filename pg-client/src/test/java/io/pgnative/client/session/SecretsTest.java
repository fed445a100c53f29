package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.SslMode;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.AuthenticationSASLFinal;
import io.pgnative.client.wire.backend.NoticeResponse;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be seen: secrets anywhere, values where nobody asked for them, and a peer's text as it came. */
@ExtendWith(PostgresExtension.class)
class SecretsTest {

    /** {@link Script#SECRET_KEY} in the forms that a text could show it in. */
    private static final String[] CANCEL_KEY = {"10203040", "270544960", "16, 32, 48, 64", "ECAwQA", "10 20 30 40"};

    private final Vertx vertx;

    SecretsTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @Test
    @DisplayName("S29, S17: no secret is seen in the life of a client that logs in, fails, cancels and ends")
    void showsNoSecrets() {
        ScramProof proof = new ScramProof(Sessions.CANARY);
        List<String> shown = new ArrayList<>();
        List<String> told = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.start()) {
            Script script = server.accept();
            script.expectStartup()
                    .send(new AuthenticationSASL("SCRAM-SHA-256"))
                    .expect(SASLInitialResponse.class, first -> {
                        String text = Objects.requireNonNull(first.data()).toUtf8();
                        String nonce = text.substring(text.indexOf(",r=") + 3);
                        told.add(nonce);
                        script.send(new AuthenticationSASLContinue(Bytes.utf8(proof.challenge(nonce))))
                                .expect(SASLResponse.class, last -> {
                                    String response = last.data().toUtf8();
                                    told.add(response.substring(response.indexOf(",p=") + 3));
                                    script.send(
                                                    new AuthenticationSASLFinal(Bytes.utf8(proof.of(response))),
                                                    new AuthenticationOk())
                                            .afterAuthentication()
                                            .expect(Parse.class);
                                });
                    });
            server.accept().expect(CancelRequest.class, cancel -> assertThat(cancel.secretKey())
                    .isEqualTo(Script.SECRET_KEY));
            shown.addAll(LogCanary.during(() -> {
                PgClient pg = PgClient.builder(vertx)
                        .environment(false)
                        .host(server.host())
                        .port(server.port())
                        .user("anna")
                        .database("shop")
                        .password(Sessions.CANARY)
                        .tls(tls -> tls.mode(SslMode.DISABLE).keyPassword(() -> Sessions.CANARY))
                        .authentication(all -> all.oauthToken(() -> Sessions.CANARY))
                        .queryTimeout(Duration.ofMillis(300))
                        .queryListener(event -> shown.add(event.toString()))
                        .build();
                PgConnection connection = await(pg.acquire());
                shown.add(connection.toString());
                Throwable failure = failureOf(connection.fetch("select 1"));
                assertThat(failure).isInstanceOf(PgTimeoutException.class);
                for (Throwable at = failure; at != null; at = at.getCause()) {
                    shown.add(at.toString());
                }
                shown.add(pg.toString());
                shown.add(pg.options().toString());
                shown.add(pg.statistics().toString());
                server.verify();
                await(pg.close(Duration.ofSeconds(1)));
            }));
        }
        Thread.getAllStackTraces().keySet().forEach(thread -> shown.add(thread.getName()));
        assertThat(told).hasSize(2);
        assertThat(shown).hasSizeGreaterThan(8).allSatisfy(text -> assertThat(text)
                .doesNotContain(Sessions.CANARY)
                .doesNotContain(told.toArray(String[]::new))
                .doesNotContainIgnoringCase(CANCEL_KEY));
    }

    @Test
    @DisplayName("S33: values of rows and arguments are in no message or log, but in the detail for those who ask")
    void keepsValuesOutOfMessages(TestDatabase database) {
        List<String> shown = LogCanary.during(() -> {
            PgClient pg = PgClient.builder(vertx)
                    .dsn(database.dsn())
                    .slowQueryThreshold(Duration.ofMillis(1))
                    .build();
            try {
                await(pg.execute("create table if not exists member(mail text unique, age int check (age > 0))"));
                await(pg.execute("insert into member values ($1, 1)", "value-2718"));
                for (String sql : List.of(
                        "insert into member select $1, 1 from pg_sleep(0.05)",
                        "insert into member select $1, -1 from pg_sleep(0.05)")) {
                    Throwable failure = failureOf(pg.execute(sql, "value-2718"));
                    assertThat(failure).isInstanceOfSatisfying(PgServerException.class, e -> assertThat(e.detail())
                            .contains("value-2718"));
                    assertThat(failure.toString()).doesNotContain("value-2718");
                    assertThat(failure.getCause()).isNull();
                }
            } finally {
                await(pg.close());
            }
        });
        assertThat(shown).anyMatch(line -> line.contains("insert into member")).allSatisfy(line -> assertThat(line)
                .doesNotContain("value-2718"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\u001b[31m", "\u009b31m", "\u0085", "\u2028", "\u2029", "\u202e", "\u0007"})
    @DisplayName("S35: a notice is logged without what could forge lines or drive a terminal")
    void logsHarmlessNotices(String harmful) {
        List<String> shown = LogCanary.during(() -> {
            try (ScriptedServer server = ScriptedServer.start()) {
                server.accept()
                        .startupTrust()
                        .send(NoticeResponse.of("NOTICE", "00000", "first" + harmful + "second"))
                        .closeAbruptly();
                Promise<Boolean> ended = Promise.promise();
                await(new Sessions(vertx).open(server.host(), server.port()))
                        .onEnd(reason -> ended.complete(reason != null));
                assertThat(await(ended.future())).isTrue();
            }
        });
        assertThat(shown)
                .anyMatch(line -> line.contains("NOTICE: first ") && line.contains("second"))
                .allSatisfy(line -> assertThat(line).doesNotContain("first" + harmful));
    }
}
