package io.pgnative.client.session;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.TcpClientConfig;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.net.TcpOption;
import io.vertx.core.spi.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Sets the options of TCP on the sockets of a client. The native transports of Vert.x take them before a socket is
 * connected; with NIO, which Vert.x does not pass them to, they are set on connected sockets, as far as the Java
 * runtime knows them.
 */
final class TcpTuning {

    /** What no other option of a socket is set to. */
    private static final Integer PROBE = 32_003;

    private final TcpConfig config = new TcpConfig();
    private final Map<ChannelOption<Integer>, Integer> afterwards = new LinkedHashMap<>();
    private final Predicate<TcpOption<Integer>> carried;
    private final Map<String, SocketOption<Integer>> known;

    /**
     * Finds out how the options can be set.
     *
     * @throws PgConfigurationException naming the option that cannot be set here
     */
    TcpTuning(VertxInternal vertx, PgOptions.Tcp options) {
        this(
                options,
                option -> isCarried(vertx.transport(), option),
                vertx.isNativeTransportEnabled() ? Map.of() : ofRuntime());
    }

    /**
     * As above, for a platform that a test makes up.
     *
     * @param carried whether Vert.x's transport takes an option
     * @param known what the sockets of the Java runtime take, by name
     */
    TcpTuning(PgOptions.Tcp options, Predicate<TcpOption<Integer>> carried, Map<String, SocketOption<Integer>> known) {
        this.carried = carried;
        this.known = known;
        config.setOption(TcpOption.NODELAY, true);
        config.setSoKeepAlive(options.keepalives());
        if (options.keepalives()) {
            set("keepalives_idle", TcpOption.KEEPIDLE, "TCP_KEEPIDLE", (int)
                    options.keepalivesIdle().toSeconds());
            set("keepalives_interval", TcpOption.KEEPINTVL, "TCP_KEEPINTERVAL", (int)
                    options.keepalivesInterval().toSeconds());
            set("keepalives_count", TcpOption.KEEPCNT, "TCP_KEEPCOUNT", options.keepalivesCount());
        }
        set("tcp_user_timeout", TcpOption.USER_TIMEOUT, "TCP_USER_TIMEOUT", (int)
                options.userTimeout().toMillis());
    }

    private void set(String keyword, TcpOption<Integer> option, String name, int value) {
        if (value == 0) {
            return;
        }
        SocketOption<Integer> nio = known.get(name);
        if (carried.test(option)) {
            config.setOption(option, value);
        } else if (nio != null) {
            afterwards.put(NioChannelOption.of(nio), value);
        } else {
            throw new PgConfigurationException(
                    keyword,
                    keyword + " is not available: neither Vert.x's transport nor the Java runtime sets it here; on"
                            + " Linux io.netty:netty-transport-native-epoll does, if it is on the class path and"
                            + " VertxOptions.setPreferNativeTransport(true) is said; expected 0");
        }
    }

    private static boolean isCarried(Transport transport, TcpOption<Integer> option) {
        Bootstrap bootstrap = new Bootstrap();
        transport.configure(new TcpConfig().setOption(option, PROBE), false, bootstrap);
        return bootstrap.config().options().containsValue(PROBE);
    }

    @SuppressWarnings("unchecked") // by the option's own word
    private static Map<String, SocketOption<Integer>> ofRuntime() {
        Map<String, SocketOption<Integer>> options = new HashMap<>();
        try (SocketChannel socket = SocketChannel.open()) {
            for (SocketOption<?> option : socket.supportedOptions()) {
                if (option.type() == Integer.class) {
                    options.put(option.name(), (SocketOption<Integer>) option);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no socket can be made", e);
        }
        return options;
    }

    /** What Vert.x is to make sockets by. */
    TcpClientConfig config() {
        return new TcpClientConfig().setTransportConfig(config);
    }

    /** Sets what Vert.x does not, on a TCP connection. */
    void apply(Channel channel) {
        afterwards.forEach((option, value) -> channel.config().setOption(option, value));
    }
}
