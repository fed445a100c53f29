package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.testing.EmbeddedServer;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is set of sockets, read from the sockets; and what only a native transport does. */
@ExtendWith(PostgresExtension.class)
class TcpTuningTest {

    private static final String ALL = "&keepalives_idle=61&keepalives_interval=7&keepalives_count=3";

    private final Vertx vertx;
    private @Nullable Vertx epoll;
    private @Nullable Session session;

    TcpTuningTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @AfterEach
    void close() {
        Session open = session;
        if (open != null) {
            await(open.close());
        }
        Vertx made = epoll;
        if (made != null) {
            await(made.close());
        }
    }

    private Vertx onEpoll() {
        Assumptions.assumeTrue(Epoll.isAvailable(), "epoll is there on Linux alone");
        Vertx made =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        epoll = made;
        assertThat(made.isNativeTransportEnabled()).isTrue();
        return made;
    }

    private Session open(Vertx on, String dsn) {
        Session opened = await(new Sessions(on)
                .open(PgClient.builder(on).environment(false).dsn(dsn).options()));
        session = opened;
        return opened;
    }

    private Channel socket(Vertx on, String dsn) {
        return ((PgSession) open(on, dsn)).transmitter().channel().channel();
    }

    private static <T> T option(Channel channel, ChannelOption<T> option) {
        return channel.config().getOption(option);
    }

    @Test
    void keepsConnectionsAliveAsTheOperatingSystemDoesUnlessTold(TestDatabase database) {
        Channel channel = socket(vertx, database.dsn());

        assertThat(option(channel, ChannelOption.SO_KEEPALIVE)).isTrue();
        assertThat(option(channel, ChannelOption.TCP_NODELAY)).isTrue();
    }

    @Test
    void setsKeepalivesOfNioSockets(TestDatabase database) {
        Channel channel = socket(vertx, database.dsn() + "?sslmode=disable" + ALL);

        assertThat(option(channel, ChannelOption.SO_KEEPALIVE)).isTrue();
        assertThat(option(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE)))
                .isEqualTo(61);
        assertThat(option(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL)))
                .isEqualTo(7);
        assertThat(option(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT)))
                .isEqualTo(3);
    }

    @Test
    void leavesTheRestAloneWhereThereAreNoKeepalives(TestDatabase database) {
        Channel channel = socket(vertx, database.dsn() + "?keepalives=0" + ALL);

        assertThat(option(channel, ChannelOption.SO_KEEPALIVE)).isFalse();
        assertThat(option(channel, NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE)))
                .isNotEqualTo(61);
    }

    @Test
    void setsAllOptionsOfEpollSockets(TestDatabase database) {
        Channel channel = socket(onEpoll(), database.dsn() + "?tcp_user_timeout=29500" + ALL);

        assertThat(option(channel, ChannelOption.SO_KEEPALIVE)).isTrue();
        assertThat(option(channel, EpollChannelOption.TCP_KEEPIDLE)).isEqualTo(61);
        assertThat(option(channel, EpollChannelOption.TCP_KEEPINTVL)).isEqualTo(7);
        assertThat(option(channel, EpollChannelOption.TCP_KEEPCNT)).isEqualTo(3);
        assertThat(option(channel, EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(29_500);
    }

    @Test
    void takesTheOptionsOfTheBuilder(TestDatabase database) {
        PgOptions options = PgClient.builder(vertx)
                .environment(false)
                .dsn(database.dsn() + "?keepalives_idle=1&tcp_user_timeout=1")
                .tcp(tcp -> tcp.keepalives(true)
                        .keepalivesIdle(Duration.ofSeconds(61))
                        .keepalivesInterval(Duration.ofSeconds(7))
                        .keepalivesCount(3)
                        .userTimeout(Duration.ZERO))
                .options();

        assertThat(options.tcp())
                .isEqualTo(new PgOptions.Tcp(true, Duration.ofSeconds(61), Duration.ofSeconds(7), 3, Duration.ZERO));
    }

    @Test
    void refusesTimesThatAreNoWholeNumber() {
        assertThatThrownBy(() -> PgClient.builder(vertx)
                        .tcp(tcp -> tcp.keepalivesIdle(Duration.ofMillis(1500)))
                        .options())
                .isInstanceOf(PgConfigurationException.class)
                .hasMessage("tcp.keepalives-idle: keepalives_idle \"PT1.5S\" is not a number of seconds, 0 to 32767"
                        + " without a unit");
        assertThatThrownBy(() -> PgClient.builder(vertx)
                        .tcp(tcp -> tcp.userTimeout(Duration.ofNanos(1)))
                        .options())
                .hasMessageContaining("tcp.user-timeout: tcp_user_timeout \"PT0.000000001S\" is not a number");
    }

    @Test
    @DisplayName("tcp_user_timeout, which NIO cannot set, is refused by name when the client is made")
    void refusesAUserTimeoutWithoutANativeTransport() {
        assertThatThrownBy(() -> PgClient.builder(vertx)
                        .environment(false)
                        .dsn("host=localhost tcp_user_timeout=1000")
                        .build())
                .isInstanceOf(PgConfigurationException.class)
                .hasMessageStartingWith("tcp_user_timeout: tcp_user_timeout is not available")
                .hasMessageContaining("netty-transport-native-epoll");
    }

    @ParameterizedTest
    @CsvSource({
        "keepalives_idle, 1, 0, 0, 0",
        "keepalives_interval, 0, 1, 0, 0",
        "keepalives_count, 0, 0, 1, 0",
        "tcp_user_timeout, 0, 0, 0, 1"
    })
    void namesTheOptionThatThePlatformLacks(String name, int idle, int interval, int count, int timeout) {
        PgOptions.Tcp options = new PgOptions.Tcp(
                true, Duration.ofSeconds(idle), Duration.ofSeconds(interval), count, Duration.ofMillis(timeout));

        assertThatThrownBy(() -> new TcpTuning(options, option -> false, Map.of()))
                .isInstanceOfSatisfying(PgConfigurationException.class, e -> assertThat(e.option())
                        .isEqualTo(name));
        assertThat(new TcpTuning(options, option -> true, Map.of())).isNotNull();
    }

    @Test
    @DisplayName("A009: connects and cancels by an abstract Unix socket, where epoll is")
    void connectsByAbstractUnixSocket() {
        String name = "pgnative-" + UUID.randomUUID();
        Vertx onLinux = onEpoll();
        try (EmbeddedServer server = EmbeddedServer.create(Map.of("unix_socket_directories", "@" + name))) {
            String dsn = "host=@" + name + " port=" + server.port() + " user=postgres dbname=postgres"
                    + " keepalives_idle=61 tcp_user_timeout=1000";
            Session open = open(onLinux, dsn);

            assertThat(Sessions.fetch(open, "select inet_server_addr() is null")
                            .get(0)
                            .getBoolean(0))
                    .isTrue();
            assertThat(failureOf(
                            Sessions.submit(open, Sessions.query(Duration.ofMillis(100), "select pg_sleep(20)::text"))))
                    .isInstanceOf(PgTimeoutException.class);
            assertThat(Sessions.fetch(open, "select 1").get(0).getInt(0)).isEqualTo(1);
            assertThat(failureOf(new Sessions(vertx)
                            .open(PgClient.builder(vertx)
                                    .environment(false)
                                    .dsn("host=@" + name + " user=postgres")
                                    .options())))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("abstract Unix sockets need a native transport");
            assertThat(failureOf(new Sessions(onLinux)
                            .open(PgClient.builder(onLinux)
                                    .environment(false)
                                    .dsn("host=@" + name + "-not user=postgres")
                                    .options())))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("connection to @" + name + "-not/.s.PGSQL.5432 ");
        }
    }
}
