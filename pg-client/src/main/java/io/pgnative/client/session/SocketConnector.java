package io.pgnative.client.session;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.NetUtil;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens sockets. The only class that touches Vert.x's internal network API, which changes between minor versions. */
final class SocketConnector {

    private final VertxInternal vertx;
    private final TcpTuning tuning;
    private final NetClientInternal netClient;

    SocketConnector(VertxInternal vertx, PgOptions.Tcp options) {
        this.vertx = vertx;
        this.tuning = new TcpTuning(vertx, options);
        this.netClient = (NetClientInternal) vertx.createNetClient(tuning.config());
    }

    /**
     * Looks a host's name up.
     *
     * @param host where a server may listen
     * @return the host with each of its addresses, in the order of the look-up; the host as it is if there is nothing
     *     to look up. Fails with a PgConnectException, and never comes to nothing
     */
    Future<List<PgHost>> places(ContextInternal context, PgHost host) {
        if (host.isUnixSocket() || host.hostaddr() != null || isAddress(host.name())) {
            return context.succeededFuture(List.of(host));
        }
        Promise<List<InetSocketAddress>> found = context.promise();
        vertx.nameResolver().resolveAll(host.name()).onComplete(found);
        return found.future()
                .map(addresses -> addresses.stream()
                        .map(address -> new PgHost(
                                host.name(), host.port(), address.getAddress().getHostAddress()))
                        .distinct()
                        .toList())
                .recover(cause -> Future.failedFuture(unknown(host, cause)))
                .compose(places ->
                        places.isEmpty() ? Future.failedFuture(unknown(host, null)) : Future.succeededFuture(places));
    }

    private static boolean isAddress(String name) {
        return NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
    }

    private static PgConnectException unknown(PgHost host, @Nullable Throwable cause) {
        return new PgConnectException("unknown host \"" + host.name() + "\"", cause);
    }

    /**
     * Opens a connection on the context's loop, by TCP or by a Unix socket.
     *
     * @param handler put before Vert.x's own handler, before anything is read
     * @return the handler's context, completed on that loop
     */
    Future<ChannelHandlerContext> connect(
            ContextInternal context, PgHost host, Duration timeout, ChannelHandler handler) {
        if (host.name().startsWith("@") && !vertx.isNativeTransportEnabled()) {
            return context.failedFuture(new PgConnectException(
                    "no connection to " + host + ": abstract Unix sockets need a native transport of Vert.x"));
        }
        ConnectOptions options = new ConnectOptions()
                .setRemoteAddress(address(host))
                .setTimeout((int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        Promise<NetSocket> promise = context.promise();
        try {
            netClient.connectInternal(options, promise, context);
        } catch (IllegalStateException closed) {
            // The client was closed between two attempts.
            promise.fail(closed);
        }
        return promise.future()
                .map(socket -> {
                    ChannelHandlerContext last = ((NetSocketInternal) socket).channelHandlerContext();
                    if (!host.isUnixSocket()) {
                        tuning.apply(last.channel());
                    }
                    last.pipeline().addBefore(last.name(), "pgnative", handler);
                    return last.pipeline().context(handler);
                })
                .recover(cause -> Future.failedFuture(explain(cause, host, timeout)));
    }

    private static SocketAddress address(PgHost host) {
        if (host.isUnixSocket()) {
            String path = host.socketPath();
            return SocketAddress.domainSocketAddress(path.startsWith("@") ? "\0" + path.substring(1) : path);
        }
        return SocketAddress.inetSocketAddress(host.port(), host.hostaddr() == null ? host.name() : host.hostaddr());
    }

    private static PgConnectException explain(Throwable cause, PgHost target, Duration timeout) {
        if (cause instanceof UnknownHostException) {
            return unknown(target, cause);
        }
        if (cause instanceof ConnectTimeoutException) {
            return new PgConnectException(
                    "no connection to " + target + " within " + timeout.toMillis() + " ms", cause);
        }
        if (cause instanceof ConnectException) {
            return new PgConnectException("connection to " + target + " refused; is a server listening there?", cause);
        }
        return new PgConnectException("no connection to " + target + ": " + cause.getMessage(), cause);
    }

    Future<Void> close() {
        return netClient.close();
    }
}
