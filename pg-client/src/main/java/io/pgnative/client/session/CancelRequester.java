package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sends cancel requests, each over a connection of its own (protocol, section "Canceling Requests in Progress"). */
final class CancelRequester {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final SocketConnector connector;
    private final PgOptions options;

    CancelRequester(SocketConnector connector, PgOptions options) {
        this.connector = connector;
        this.options = options;
    }

    /**
     * Sends one.
     *
     * @param context on whose loop
     * @param key of the backend
     * @return done when the server has closed the connection, which it does once it has passed the request on
     */
    Future<Void> cancel(ContextInternal context, BackendKeyData key) {
        Promise<Void> closed = context.promise();
        connector
                .connect(context, options.host(), options.port(), LIMIT, new UntilClosed(closed))
                .onSuccess(channel -> {
                    ByteBuf out = channel.alloc().ioBuffer(16 + 256);
                    new CancelRequest(key.processId(), key.secretKey()).write(out);
                    channel.writeAndFlush(out, channel.voidPromise());
                    channel.channel()
                            .eventLoop()
                            .schedule(() -> channel.close(), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                })
                .onFailure(closed::tryFail);
        return closed.future();
    }

    private static final class UntilClosed extends ChannelInboundHandlerAdapter {

        private final Promise<Void> closed;

        UntilClosed(Promise<Void> closed) {
            this.closed = closed;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closed.tryComplete();
            context.fireChannelInactive();
        }

        /** A reset after the request was sent is as good as an orderly close. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
            closed.tryFail(new PgConnectException("a cancel request could not be sent: " + cause.getMessage(), cause));
        }
    }
}
