package io.pgnative.client.fuzz;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A place on the loopback where one client after the other meets a server. The first connection of each client is a
 * hostile one if that is wanted, all others are honest.
 */
final class HostileServer implements AutoCloseable {

    private final Channel listener;
    private final Set<ServedConnection> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Ambush ambush;

    private HostileServer(EventLoopGroup loops) {
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // So that the buffers of the client alone are counted and watched.
                .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false, true))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ServedConnection(HostileServer.this));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static EventLoopGroup loops() {
        return new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    static HostileServer start(EventLoopGroup loops) {
        return new HostileServer(loops);
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The next connection meets this; all are honest without. */
    void lay(@Nullable Ambush next) {
        ambush = next;
    }

    @Nullable Ambush ambush() {
        return ambush;
    }

    void opened(ServedConnection connection) {
        open.add(connection);
    }

    void closed(ServedConnection connection) {
        open.remove(connection);
        synchronized (this) {
            notifyAll();
        }
    }

    /** Waits until the client has no connection left. */
    void awaitNone() {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        synchronized (this) {
            while (!open.isEmpty()) {
                Calls.require(System.nanoTime() - limit < 0, "a connection of a closed client stays open");
                try {
                    wait(100);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
    }
}
