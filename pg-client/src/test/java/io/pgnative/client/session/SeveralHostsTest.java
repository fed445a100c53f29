package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static io.pgnative.client.session.Sessions.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TargetSessionAttributes;
import io.pgnative.client.testing.EmbeddedServer;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A primary, its standby, and hosts where nothing listens. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralHostsTest {

    private final VertxInternal vertx;
    private final Path sockets;
    private EmbeddedServer primary;
    private EmbeddedServer standby;
    private int nowhere;
    private @Nullable Session session;

    SeveralHostsTest(Vertx vertx, @TempDir Path sockets) {
        this.vertx = (VertxInternal) vertx;
        this.sockets = sockets;
    }

    @BeforeAll
    void startServers() throws IOException {
        // The servers run as another user when the tests run as root.
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxrwxrwx"));
        primary = EmbeddedServer.create(Map.of("unix_socket_directories", sockets.toString()));
        standby = primary.standby();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = free.getLocalPort();
        }
    }

    @AfterAll
    void stopServers() {
        standby.close();
        primary.close();
    }

    @AfterEach
    void closeSession() {
        Session open = session;
        session = null;
        if (open != null) {
            await(open.close());
        }
    }

    private Future<Session> opening(String dsn) {
        PgOptions options =
                PgClient.builder(vertx).environment(false).dsn(fill(dsn)).options();
        return new PgSessionFactory(vertx, options, ClientTypes.of(null, Map.of()), notice -> {}, null)
                .open(vertx.createEventLoopContext());
    }

    private String fill(String dsn) {
        return dsn.replace("PRIMARY", "127.0.0.1:" + primary.port())
                .replace("STANDBY", "127.0.0.1:" + standby.port())
                .replace("NOWHERE", "127.0.0.1:" + nowhere)
                .replace("SOCKETS", sockets.toString().replace("/", "%2F") + ":" + primary.port());
    }

    private Session open(String dsn) {
        Session opened = await(opening(dsn));
        session = opened;
        return opened;
    }

    private int portOf(Session open) {
        return open.toString().contains(":" + standby.port() + "/") ? standby.port() : primary.port();
    }

    @ParameterizedTest
    @DisplayName("A022: each of target_session_attrs finds the right one of a primary and a standby")
    @CsvSource({
        "any,            PRIMARY STANDBY, PRIMARY",
        "any,            STANDBY PRIMARY, STANDBY",
        "primary,        STANDBY PRIMARY, PRIMARY",
        "read-write,     STANDBY PRIMARY, PRIMARY",
        "standby,        PRIMARY STANDBY, STANDBY",
        "read-only,      PRIMARY STANDBY, STANDBY",
        "prefer-standby, PRIMARY STANDBY, STANDBY",
        "prefer-primary, STANDBY PRIMARY, PRIMARY",
        "prefer-standby, PRIMARY NOWHERE, PRIMARY",
        "prefer-primary, NOWHERE STANDBY, STANDBY",
        "prefer-primary, STANDBY,         STANDBY"
    })
    void findsTheServerThatIsAsWanted(String attributes, String hosts, String expected) {
        Session open =
                open("postgres://postgres@" + hosts.replace(' ', ',') + "/postgres?target_session_attrs=" + attributes);

        assertThat(portOf(open)).isEqualTo(expected.equals("PRIMARY") ? primary.port() : standby.port());
        assertThat(fetch(open, "select pg_is_in_recovery()").get(0).getBoolean(0))
                .isEqualTo(expected.equals("STANDBY"));
    }

    @Test
    @DisplayName("A022: a session is read-only also where only its transactions are by default")
    void takesADefaultOfReadOnlyTransactionsIntoAccount() {
        String readOnly = "postgres://postgres@PRIMARY/postgres?options=-c%20default_transaction_read_only%3Don"
                + "&target_session_attrs=";

        assertThat(open(readOnly + "read-only").isOpen()).isTrue();
        assertThat(failureOf(opening(readOnly + "read-write")))
                .isInstanceOf(PgConnectException.class)
                .hasMessage("the session is read-only");
    }

    @ParameterizedTest
    @DisplayName("A022: a server that does not report what it is, or whose report a pooler keeps, is asked")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            PRIMARY | PRIMARY    | -
            PRIMARY | STANDBY    | the server is a primary, not a standby
            PRIMARY | READ_WRITE | -
            PRIMARY | READ_ONLY  | the session is not read-only
            STANDBY | PRIMARY    | the server is a standby, not a primary
            STANDBY | STANDBY    | -
            STANDBY | READ_WRITE | the session is read-only
            STANDBY | READ_ONLY  | -
            """)
    void asksServersThatDoNotReport(String host, TargetSessionAttributes attributes, @Nullable String mismatch) {
        Session open = open("postgres://postgres@" + host + "/postgres");
        Session silent = (Session) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, args) -> method.getName().equals("settings") ? Map.of() : method.invoke(open, args));

        assertThat(await(new TargetSession(attributes)
                        .mismatch(silent, System.nanoTime() + TimeUnit.SECONDS.toNanos(20))))
                .isEqualTo(Optional.ofNullable(mismatch));
    }

    @Test
    @DisplayName("A004: a source that answers later is asked for each host, and told its name and address")
    void asksForThePasswordOfEachHost() {
        List<PgHost> asked = new CopyOnWriteArrayList<>();
        PgOptions options = PgClient.builder(vertx)
                .environment(false)
                .dsn(fill("postgres://postgres@NOWHERE,localhost:" + primary.port() + "/postgres"))
                .password(host -> {
                    asked.add(host);
                    Promise<@Nullable String> later = Promise.promise();
                    vertx.runOnContext(turn -> later.complete("x"));
                    return later.future();
                })
                .options();
        Session open = await(new PgSessionFactory(vertx, options, ClientTypes.of(null, Map.of()), notice -> {}, null)
                .open(vertx.createEventLoopContext()));
        session = open;

        assertThat(asked.get(0)).isEqualTo(new PgHost("127.0.0.1", nowhere));
        assertThat(asked).anySatisfy(host -> {
            assertThat(host.name()).isEqualTo("localhost");
            assertThat(host.hostaddr()).isEqualTo("127.0.0.1");
        });
    }

    @ParameterizedTest
    @DisplayName("A022, A023: where no server is as wanted, each host is told with its reason")
    @CsvSource(delimiter = '|', textBlock = """
            standby    | the server is a primary, not a standby
            read-only  | the session is not read-only
            """)
    void tellsWhyNoServerWillDo(String attributes, String reason) {
        Throwable failure =
                failureOf(opening("postgres://postgres@NOWHERE,PRIMARY/postgres?target_session_attrs=" + attributes));

        assertThat(failure)
                .isInstanceOf(PgConnectException.class)
                .hasMessage(
                        fill("no connection to any of the hosts\n  NOWHERE: connection to NOWHERE refused; is a server"
                                + " listening there?\n  PRIMARY: " + reason));
    }

    @Test
    @DisplayName("F42: where no primary can be reached, writing fails by that reason, and reading goes on")
    void readsOnWithoutAPrimary() {
        String hosts = "postgres://postgres@NOWHERE,STANDBY/postgres?target_session_attrs=";

        for (String writing : List.of("read-write", "primary")) {
            assertThat(failureOf(opening(hosts + writing)))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining(fill("STANDBY: "))
                    .hasMessageMatching("(?s).*(the server is a standby, not a primary|the session is read-only).*")
                    .hasMessageNotContaining("within");
        }
        for (String reading : List.of("any", "prefer-primary", "prefer-standby", "standby", "read-only")) {
            assertThat(portOf(open(hosts + reading))).isEqualTo(standby.port());
            closeSession();
        }
    }

    @Test
    void goesOnToTheNextHostWhenNothingListens() {
        assertThat(portOf(open("postgres://postgres@NOWHERE,STANDBY/postgres"))).isEqualTo(standby.port());
    }

    @Test
    @DisplayName("F39: the next host is tried when a name is unknown")
    void goesOnToTheNextHostWhenANameIsUnknown() {
        assertThat(portOf(open("postgres://postgres@no-such-host.invalid,PRIMARY/postgres")))
                .isEqualTo(primary.port());
    }

    @Test
    void goesOnToTheNextHostWhenOneDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Session open = open(
                    "postgres://postgres@127.0.0.1:" + silent.getLocalPort() + ",PRIMARY/postgres?connect_timeout=1");

            assertThat(portOf(open)).isEqualTo(primary.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P03", "53300", "57P01"})
    void goesOnToTheNextHostWhenOneTakesNobodyNow(String sqlState) {
        try (ScriptedServer busy = refusing(sqlState)) {
            Session open = open(
                    "postgres://postgres@" + busy.host() + ":" + busy.port() + ",PRIMARY/postgres?sslmode=disable");

            assertThat(portOf(open)).isEqualTo(primary.port());
        }
    }

    @ParameterizedTest
    @DisplayName("S09: a refusal is final, so that no other host is told the password")
    @ValueSource(strings = {"28P01", "28000", "3D000", "42501"})
    void endsWithARefusal(String sqlState) {
        try (ScriptedServer refusing = refusing(sqlState)) {
            Throwable failure = failureOf(opening("postgres://postgres@" + refusing.host() + ":" + refusing.port()
                    + ",PRIMARY/postgres?sslmode=disable"));

            assertThat(failure).isInstanceOfSatisfying(PgServerException.class, error -> assertThat(error.sqlState())
                    .isEqualTo(sqlState));
        }
    }

    private static ScriptedServer refusing(String sqlState) {
        ScriptedServer server = ScriptedServer.start();
        server.accept()
                .expectStartup()
                .send(new ErrorResponse(Map.of('S', "FATAL", 'V', "FATAL", 'C', sqlState, 'M', "not now")));
        return server;
    }

    @Test
    void drawsTheOrderAnewForEachSessionWhenTold() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 60 && ports.size() < 2; i++) {
            ports.add(portOf(open("postgres://postgres@PRIMARY,STANDBY/postgres?load_balance_hosts=random")));
            closeSession();
        }

        assertThat(ports).hasSize(2);
    }

    @Test
    @DisplayName("S17: a cancel request goes to the host that the session is connected to")
    void cancelsWhereItIsConnected() {
        Session open = open("postgres://postgres@NOWHERE,STANDBY,PRIMARY/postgres");
        Request<?> sleeping = Sessions.query("select pg_sleep(60)");
        open.submit(sleeping);
        awaitSleep(standby, open);
        await(open.cancelRunning());

        assertThat(failureOf(sleeping.future()))
                .isInstanceOfSatisfying(PgServerException.class, error -> assertThat(error.sqlState())
                        .isEqualTo("57014"))
                .hasMessageContaining(fill("on STANDBY/postgres"));
    }

    /** A server passes over a cancel request that comes before it has begun with the statement. */
    private static void awaitSleep(EmbeddedServer server, Session open) {
        String asleep =
                "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = " + open.processId();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!server.query(asleep).equals("1")) {
            assertThat(System.nanoTime()).as("the statement has not begun").isLessThan(limit);
        }
    }

    @Test
    @DisplayName("A009: connects and cancels by a Unix socket")
    void connectsByUnixSocket() {
        Session open = open("postgres://postgres@NOWHERE,SOCKETS/postgres?sslmode=require");

        assertThat(open)
                .hasToString("session with " + sockets + "/.s.PGSQL." + primary.port() + "/postgres, backend "
                        + open.processId());
        assertThat(fetch(open, "select inet_server_addr() is null").get(0).getBoolean(0))
                .isTrue();
        Request<?> sleeping = Sessions.query("select pg_sleep(60)");
        open.submit(sleeping);
        awaitSleep(primary, open);
        await(open.cancelRunning());
        assertThat(failureOf(sleeping.future())).hasMessageContaining("57014");
    }

    @Test
    void tellsWhatIsWrongWithAUnixSocket() {
        assertThat(failureOf(opening("host=" + sockets + "/none user=postgres")))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("no connection to " + sockets + "/none/.s.PGSQL.5432: ");
        assertThat(failureOf(opening("host=@none user=postgres")))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("abstract Unix sockets need a native transport");
    }

    @Test
    void triesEveryAddressOfAName() {
        Session open = open("postgres://postgres@localhost:" + primary.port() + "/postgres");

        assertThat(fetch(open, "select 1").get(0).getInt(0)).isEqualTo(1);
    }
}
