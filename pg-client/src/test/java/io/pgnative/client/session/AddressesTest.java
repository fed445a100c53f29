package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.SslMode;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestDns;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BindComplete;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.NoData;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.ParseComplete;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.Describe;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.Sync;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a name server says of a host, late, not at all, or otherwise than before. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the loopback has more than one address there")
class AddressesTest {

    private final TestDns dns = TestDns.start();
    private final ScriptedServer server = ScriptedServer.start();
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setAddressResolverOptions(
                    new AddressResolverOptions().addServer(dns.address()).setQueryTimeout(60_000)));

    @AfterEach
    void close() {
        await(vertx.close());
        server.close();
        dns.close();
    }

    private Future<Session> opening(Duration timeout, String... names) {
        return opening(((VertxInternal) vertx).createEventLoopContext(), timeout, names);
    }

    private Future<Session> opening(ContextInternal context, Duration timeout, String... names) {
        PgOptions options = PgClient.builder(vertx)
                .environment(false)
                .hosts(Arrays.stream(names)
                        .map(name -> new PgHost(name, server.port()))
                        .toList())
                .user("anna")
                .database("shop")
                .connectTimeout(timeout)
                .tls(tls -> tls.mode(SslMode.DISABLE))
                .options();
        return new PgSessionFactory((VertxInternal) vertx, options, ClientTypes.of(null, Map.of()), notice -> {}, null)
                .open(context);
    }

    private void opens(Duration timeout, String... names) {
        server.accept().startupTrust();
        assertThat(await(opening(timeout, names)).isOpen()).isTrue();
    }

    private static List<? extends BackendMessage> answer(FrontendMessage message) {
        ReadyForQuery ready = new ReadyForQuery(TransactionStatus.IDLE);
        if (message instanceof Query) {
            return List.of(new CommandComplete("SET"), ready);
        }
        if (message instanceof Parse) {
            return List.of(new ParseComplete());
        }
        if (message instanceof Describe) {
            return List.of(new ParameterDescription(List.of()), new NoData());
        }
        if (message instanceof Bind) {
            return List.of(new BindComplete());
        }
        if (message instanceof Execute) {
            return List.of(new CommandComplete("SET"));
        }
        return message instanceof Sync ? List.of(ready) : List.of();
    }

    @Test
    @DisplayName("F39: a name server that does not answer costs the connect timeout, and no time of the event loop")
    void boundsTheLookUp() {
        ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
        Future<Session> opening = opening(context, Duration.ofSeconds(1), "silent.example");
        Promise<Boolean> turn = Promise.promise();
        context.runOnContext(now -> turn.complete(opening.isComplete()));
        assertThat(await(turn.future()))
                .as("the loop turns before the look-up is given up")
                .isFalse();
        assertThat(failureOf(opening))
                .isInstanceOf(PgConnectException.class)
                .hasMessage("no connection to silent.example:" + server.port()
                        + " within 1000 ms: the time ran out while its name was being looked up");
        assertThat(server.connectionCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown.example", "empty.example"})
    @DisplayName("F39: a name that is unknown, or has no address, is told as such")
    void tellsOfNamesWithoutAddresses(String name) {
        dns.name("empty.example");
        assertThat(failureOf(opening(Duration.ofSeconds(60), name)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("unknown host \"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"silent.example", "unknown.example", "empty.example"})
    @DisplayName("F39: the next host is tried when there is no address of the first, or nobody tells one")
    void goesOnToTheNextHost(String name) {
        dns.name("empty.example").name("db.example", server.host());
        opens(Duration.ofSeconds(4), name, "db.example");
    }

    @Test
    @DisplayName("F39: of a name with several addresses each is tried until one takes us")
    void triesEachAddress() {
        // One is between two that refuse, so that one is passed over whatever the order.
        dns.name("db.example", "127.0.0.2", server.host(), "127.0.0.3");
        opens(Duration.ofSeconds(60), "db.example");
        dns.name("db.example", "127.0.0.2", "127.0.0.3");
        assertThat(failureOf(opening(Duration.ofSeconds(60), "db.example")))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("(127.0.0.2): connection to db.example:" + server.port() + " refused")
                .hasMessageContaining("(127.0.0.3): connection to db.example:" + server.port() + " refused");
    }

    @Test
    @DisplayName("F39: an address that does not answer leaves time for the next one")
    void leavesTimeForTheNextAddress() throws IOException {
        dns.name("db.example", "127.0.0.2", server.host());
        try (ServerSocket silent = new ServerSocket(server.port(), 5, InetAddress.getByName("127.0.0.2"))) {
            assertThat(silent.isBound()).isTrue();
            opens(Duration.ofSeconds(4), "db.example");
        }
    }

    @Test
    @DisplayName("F39: where IPv6 does not lead to the server IPv4 does")
    void goesOnFromIpv6ToIpv4() {
        // Nobody listens at the first, and the second is reserved for documentation: no route leads there.
        dns.name("db.example", "::1", server.host());
        opens(Duration.ofSeconds(60), "db.example");
        opens(Duration.ofSeconds(60), "::1", server.host());
        opens(Duration.ofSeconds(4), "2001:db8::1", server.host());
    }

    @Test
    @DisplayName("F38: new connections go where the name has moved, and old ones end with their lifetime")
    void followsTheName() throws IOException {
        dns.name("db.example", server.host());
        try (ScriptedServer elsewhere = ScriptedServer.start(InetAddress.getByName("127.0.0.2"), server.port())) {
            for (ScriptedServer each : List.of(server, elsewhere)) {
                each.acceptEach(script -> script.startupTrust().serve(AddressesTest::answer));
            }
            PgClient pg = PgClient.builder(vertx)
                    .environment(false)
                    .hosts(List.of(new PgHost("db.example", server.port())))
                    .user("anna")
                    .database("shop")
                    .tls(tls -> tls.mode(SslMode.DISABLE))
                    .poolMaxSize(1)
                    .resetPolicy(ResetPolicy.NONE)
                    .poolMaxLifetime(Duration.ofMillis(200))
                    .build();
            try {
                await(pg.execute("set a = b"));
                assertThat(server.connectionCount()).isEqualTo(1);
                dns.name("db.example", "127.0.0.2");
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (elsewhere.connectionCount() == 0) {
                    assertThat(System.nanoTime() - end)
                            .as("the name is followed")
                            .isNegative();
                    await(pg.execute("set a = b"));
                }
                int before = server.connectionCount();
                await(pg.execute("set a = b"));
                assertThat(server.connectionCount()).isEqualTo(before);
            } finally {
                await(pg.close(Duration.ZERO));
            }
        }
    }
}
