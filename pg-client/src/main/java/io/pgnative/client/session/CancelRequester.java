package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgHost;
import io.pgnative.client.session.tls.Leg;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sends cancel requests, each over a connection of its own (protocol, section "Canceling Requests in Progress"). */
final class CancelRequester {

    /** Stands for the key of a server that gives none. */
    static final BackendKeyData NO_KEY = new BackendKeyData(0, Bytes.of(new byte[4]));

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final SecureConnector connector;
    private final CancelTurns turns;
    private final PgHost host;
    private final Leg leg;

    /**
     * Makes one for a session.
     *
     * @param turns of the client
     * @param host where the session is connected to, with the very address
     * @param encrypted whether the session is: then its key is not told in the clear either
     */
    CancelRequester(SecureConnector connector, CancelTurns turns, PgHost host, boolean encrypted) {
        this.connector = connector;
        this.turns = turns;
        this.host = host;
        this.leg = encrypted ? Leg.TLS : Leg.PLAIN;
    }

    /**
     * Sends one.
     *
     * @param context on whose loop
     * @param key of the backend
     * @return done when the server has closed the connection, which it does once it has passed the request on; fails
     *     with PgConnectException when nothing was sent, and with PgConnectionLostException when the server did not
     *     close the connection in time, so that the request may still hit whatever runs later
     */
    Future<Void> cancel(ContextInternal context, BackendKeyData key) {
        return of(context, key).get().future();
    }

    /** Makes such requests; see {@link #cancel}. A turn that has not come can be given up. */
    Supplier<CancelTurn> of(ContextInternal context, BackendKeyData key) {
        return () -> turns.take(new CancelTurn(context, () -> send(context, key)));
    }

    private Future<Void> send(ContextInternal context, BackendKeyData key) {
        Promise<Void> closed = context.promise();
        if (key.processId() == 0) {
            closed.fail(new PgConnectException("the server has given no key to cancel by"));
            return closed.future();
        }
        connector
                .connect(context, host, leg, LIMIT, new UntilClosed(closed), phase -> {})
                .onSuccess(secured -> {
                    ChannelHandlerContext channel = secured.channel();
                    ByteBuf out = channel.alloc().ioBuffer(16 + BackendKeyData.MAX_KEY_LENGTH);
                    new CancelRequest(key.processId(), key.secretKey()).write(out);
                    channel.writeAndFlush(out, channel.voidPromise());
                    ScheduledFuture<?> limit = channel.channel()
                            .eventLoop()
                            .schedule(() -> giveUp(channel, closed), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                    closed.future().onComplete(done -> limit.cancel(false));
                })
                .onFailure(closed::tryFail);
        return closed.future();
    }

    private static void giveUp(ChannelHandlerContext channel, Promise<Void> closed) {
        closed.tryFail(new PgConnectionLostException(
                "the server did not take a cancel request within " + LIMIT.toMillis() + " ms", true, null));
        channel.close();
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

        /** A reset is as good as an orderly close: the server has read the request or never will. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
