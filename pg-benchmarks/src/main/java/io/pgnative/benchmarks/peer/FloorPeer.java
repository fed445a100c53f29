package io.pgnative.benchmarks.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Query;
import io.pgnative.benchmarks.ServerAddress;
import io.pgnative.benchmarks.Workload;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * No client, but what any client on Netty must do: prebuilt messages go out, the headers of the answer's messages are
 * walked, nothing is decoded. Logs in only where the server asks for no password.
 */
final class FloorPeer implements Peer {

    private final PeerOptions options;
    private final EventLoopGroup loops;

    FloorPeer(PeerOptions options) {
        this.options = options;
        int threads = options.eventLoops() > 0
                ? options.eventLoops()
                : 2 * Runtime.getRuntime().availableProcessors();
        IoHandlerFactory io = options.nativeTransport() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.loops = new MultiThreadIoEventLoopGroup(threads, io);
    }

    static boolean supports(Workload workload) {
        return switch (workload) {
            case SELECT_ONE, ROW_BY_KEY, TWENTY_ROWS, THOUSAND_INTS, PG_TYPE, HUNDRED_BYTEA, HUNDRED_ARRAYS -> true;
            case EXECUTE_MANY, COPY_IN, COPY_OUT, COPY_OUT_BYTES, TRANSACTION, UNCACHED, MIX, WIDE, WIDE_VALUE -> false;
        };
    }

    @Override
    public void start(Workload workload, List<Caller> callers) {
        List<List<Caller>> shares = new ArrayList<>();
        for (int i = 0; i < Math.min(options.connections(), callers.size()); i++) {
            shares.add(new ArrayList<>());
        }
        for (int i = 0; i < callers.size(); i++) {
            shares.get(i % shares.size()).add(callers.get(i));
        }
        Query query = callers.get(0).query();
        for (List<Caller> share : shares) {
            connect(new FloorConnection(options.server(), query, share));
        }
    }

    private void connect(FloorConnection connection) {
        ServerAddress server = options.server();
        Bootstrap bootstrap = new Bootstrap().group(loops).handler(connection);
        ChannelFuture connected;
        if (server.isSocket()) {
            String path = server.host() + "/.s.PGSQL." + server.port();
            connected = options.nativeTransport()
                    ? bootstrap.channel(EpollDomainSocketChannel.class).connect(new DomainSocketAddress(path))
                    : bootstrap.channel(NioDomainSocketChannel.class).connect(UnixDomainSocketAddress.of(path));
        } else {
            connected = bootstrap
                    .channel(options.nativeTransport() ? EpollSocketChannel.class : NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .connect(server.host(), server.port());
        }
        connected.addListener(done -> {
            Throwable cause = done.cause();
            if (cause != null) {
                connection.fail(cause);
            }
        });
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
