package io.pgnative.client.session.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.wire.Bytes;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What no mechanism of the Java runtime does: contexts that go on for ever, and how contexts are freed. */
class GssExchangeTest {

    private static final Bytes TOKEN = Bytes.of((byte) 1);

    private final List<String> calls = new ArrayList<>();
    private byte @Nullable [] answer = {2};
    private boolean established;
    private boolean mutual = true;
    private @Nullable CountDownLatch begun;
    private @Nullable CountDownLatch released;

    private final GSSContext context = (GSSContext) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {GSSContext.class},
            (proxy, method, args) -> switch (method.getName()) {
                case "initSecContext" -> step();
                case "isEstablished" -> established;
                case "getMutualAuthState" -> mutual;
                default -> {
                    calls.add(method.getName() + (args == null ? "" : args[0]));
                    yield null;
                }
            });

    private final GssExchange exchange = new GssExchange("postgres@db", () -> {
        calls.add("open");
        return new GssContext(context, null);
    });

    private byte @Nullable [] step() throws InterruptedException {
        CountDownLatch ready = begun;
        CountDownLatch go = released;
        if (ready != null && go != null) {
            ready.countDown();
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
        }
        return answer;
    }

    @Test
    void goesToAndFroUntilBothSidesAreKnown() {
        assertThat(exchange.next(Bytes.EMPTY)).isEqualTo(new GssExchange.Step(Bytes.of((byte) 2), false));
        answer = null;
        established = true;
        assertThat(exchange.next(TOKEN)).isEqualTo(new GssExchange.Step(null, true));
        exchange.end();
        exchange.end();
        assertThat(calls).containsExactly("open", "dispose");
    }

    @Test
    @DisplayName("A context that goes on for ever is given up after eight tokens")
    void boundsTheNumberOfTokens() {
        for (int i = 0; i < GssExchange.MAX_TOKENS; i++) {
            assertThat(exchange.next(TOKEN).established()).isFalse();
        }
        assertThatThrownBy(() -> exchange.next(TOKEN))
                .isInstanceOf(PgConnectException.class)
                .hasMessage("no GSSAPI context (Kerberos) with postgres@db: the server goes on after 8 tokens");
    }

    @Test
    void boundsTheSizeOfTokens() {
        answer = new byte[GssExchange.MAX_TOKEN + 1];
        assertThatThrownBy(() -> exchange.next(TOKEN)).hasMessageContaining("our token has 65536 bytes");
        assertThatThrownBy(() -> exchange.next(Bytes.of(new byte[GssExchange.MAX_TOKEN + 1])))
                .hasMessageContaining("the server's token has 65536 bytes; expected at most 65535");
    }

    @Test
    @DisplayName("A mechanism that does not prove the server, or falls silent, is no success")
    void demandsMutualAuthentication() {
        answer = null;
        assertThatThrownBy(() -> exchange.next(TOKEN)).hasMessageContaining("neither finished nor anything to say");
        established = true;
        mutual = false;
        assertThatThrownBy(() -> exchange.next(TOKEN)).hasMessageContaining("the server has not proven who it is");
    }

    @Test
    void beginsNothingAfterTheEnd() {
        exchange.end();
        assertThatThrownBy(() -> exchange.next(Bytes.EMPTY)).hasMessageContaining("the connection has ended");
        assertThat(calls).isEmpty();
    }

    @Test
    @DisplayName("The end does not wait for a step that waits for a KDC; the context is freed when that is done")
    void freesTheContextAfterTheStepThatRuns() throws InterruptedException, ExecutionException {
        CountDownLatch stepping = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        begun = stepping;
        released = answered;
        CompletableFuture<GssExchange.Step> step = CompletableFuture.supplyAsync(() -> exchange.next(Bytes.EMPTY));
        assertThat(stepping.await(20, TimeUnit.SECONDS)).isTrue();
        exchange.end();
        assertThat(step).isNotDone();
        assertThat(calls).containsExactly("open");
        answered.countDown();
        assertThat(step.get().established()).isFalse();
        assertThat(calls).containsExactly("open", "dispose");
        assertThatThrownBy(() -> exchange.next(TOKEN)).hasMessageContaining("the connection has ended");
    }

    @Test
    void freesTheContextOfAStepThatFails() {
        GssExchange failing = new GssExchange("postgres@db", () -> {
            calls.add("open");
            throw new GSSException(GSSException.NO_CRED, 1, "line\nbreak" + "x".repeat(400));
        });
        assertThatThrownBy(() -> failing.next(Bytes.EMPTY))
                .isInstanceOf(PgConnectException.class)
                .hasMessageStartingWith("no GSSAPI context (Kerberos) with postgres@db: ")
                .hasMessageContaining("line break")
                .hasMessageEndingWith(" ...")
                .hasNoCause();
        exchange.next(TOKEN);
        answer = null;
        assertThatThrownBy(() -> exchange.next(TOKEN)).isInstanceOf(PgConnectException.class);
        exchange.end();
        assertThat(calls).containsExactly("open", "open", "dispose");
    }

    @Test
    void asksForMutualAuthenticationAndForDelegationWhereWanted() throws GSSException {
        GssLogin.demand(context, false);
        GssLogin.demand(context, true);
        assertThat(calls)
                .containsExactly(
                        "requestMutualAuthtrue",
                        "requestCredDelegfalse",
                        "requestMutualAuthtrue",
                        "requestCredDelegtrue");
    }

    @Test
    @DisplayName("A Unix socket has no host to make a principal of")
    void refusesUnixSockets() {
        assertThatThrownBy(() -> GssLogin.with(new PgHost("/run/postgresql", 5432), PgOptions.Gss.DEFAULT))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("asks for authentication by gss, which needs the name of a host");
    }
}
