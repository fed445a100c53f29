package io.pgnative.client.session;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ConnectTimeoutException;
import io.pgnative.client.PgConnectException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;

/** Opens sockets. The only class that touches Vert.x's internal network API, which changes between minor versions. */
final class SocketConnector {

    private final NetClientInternal netClient;

    SocketConnector(VertxInternal vertx) {
        this.netClient = (NetClientInternal)
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setTcpKeepAlive(true));
    }

    /**
     * Opens a TCP connection on the context's loop.
     *
     * @param handler put before Vert.x's own handler, before anything is read
     * @return the handler's context, completed on that loop
     */
    Future<ChannelHandlerContext> connect(
            ContextInternal context, String host, int port, Duration timeout, ChannelHandler handler) {
        ConnectOptions options = new ConnectOptions()
                .setHost(host)
                .setPort(port)
                .setTimeout((int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        Promise<NetSocket> promise = context.promise();
        netClient.connectInternal(options, promise, context);
        return promise.future()
                .map(socket -> {
                    ChannelHandlerContext last = ((NetSocketInternal) socket).channelHandlerContext();
                    last.pipeline().addBefore(last.name(), "pgnative", handler);
                    return last.pipeline().context(handler);
                })
                .recover(cause -> Future.failedFuture(explain(cause, host, port, timeout)));
    }

    private static PgConnectException explain(Throwable cause, String host, int port, Duration timeout) {
        if (cause instanceof UnknownHostException) {
            return new PgConnectException("unknown host \"" + host + "\"", cause);
        }
        String target = host + ":" + port;
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
