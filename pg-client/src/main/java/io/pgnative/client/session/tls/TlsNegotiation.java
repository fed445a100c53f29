package io.pgnative.client.session.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgHost;
import io.pgnative.client.SslCertMode;
import io.pgnative.client.SslNegotiation;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.SSLRequest;
import io.vertx.core.Promise;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Asks for TLS on a fresh connection, speaks the handshake, and puts in its own place the handler that is to speak
 * PostgreSQL's protocol (protocol, section "SSL Session Encryption").
 *
 * <p>The server's answer is one byte. What comes with it was written by whoever could not read what follows, and would
 * be taken for the server's word within TLS (CVE-2021-23222): nothing may come.
 */
public final class TlsNegotiation extends ChannelInboundHandlerAdapter {

    private static final String TLS_HANDLER = "pgnative-tls";
    private static final int ERROR_RESPONSE = 'E';

    private final TlsContext tls;
    private final PgHost host;
    private final Leg leg;
    private final Duration limit;
    private final ChannelHandler successor;
    private final Promise<SecuredChannel> secured;
    private int answer = -1;
    private boolean answered;
    private boolean handshaking;
    private @Nullable ScheduledFuture<?> deadline;

    /**
     * Makes one.
     *
     * @param tls of the client
     * @param host where the connection goes to
     * @param leg with TLS, or with TLS if the server speaks it
     * @param limit of all of this
     * @param successor put in its place
     * @param secured completed with the successor's context
     */
    public TlsNegotiation(
            TlsContext tls,
            PgHost host,
            Leg leg,
            Duration limit,
            ChannelHandler successor,
            Promise<SecuredChannel> secured) {
        this.tls = tls;
        this.host = host;
        this.leg = leg;
        this.limit = limit;
        this.successor = successor;
        this.secured = secured;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(
                        () -> fail(context, "it took more than " + limit.toMillis() + " ms", null),
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS);
        if (tls.options().negotiation() == SslNegotiation.DIRECT) {
            answered = true;
            handshake(context);
        } else {
            ByteBuf out = context.alloc().ioBuffer(8);
            new SSLRequest().write(out);
            context.writeAndFlush(out, context.voidPromise());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (!in.isReadable()) {
                return;
            }
            if (answered || in.readableBytes() > 1) {
                fail(context, "the server sent more than one byte in answer to SSLRequest", null);
                return;
            }
            answered = true;
            answer = in.readByte();
        } finally {
            in.release();
        }
    }

    /** Only now it is known that nothing came with the answer. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        int given = answer;
        if (given >= 0 && !secured.future().isComplete()) {
            answer = -1;
            answered(context, given);
        }
        context.fireChannelReadComplete();
    }

    private void answered(ChannelHandlerContext context, int given) {
        if (given == MessageType.SSL_ACCEPTED) {
            handshake(context);
        } else if (given == MessageType.ENCRYPTION_REFUSED) {
            if (leg == Leg.TLS_IF_SPOKEN) {
                succeed(context, ChannelSecurity.FALLEN_BACK);
            } else {
                fail(context, "the server does not speak TLS: it has rejected SSLRequest", null);
            }
        } else if (given == ERROR_RESPONSE) {
            // What follows is a text of someone who is not known to be the server, so it is not shown.
            fail(context, "the server answered SSLRequest by an error", null);
        } else {
            fail(context, "the server answered SSLRequest by " + MessageType.describe((byte) given), null);
        }
    }

    private void handshake(ChannelHandlerContext context) {
        handshaking = true;
        SslHandler handler;
        try {
            handler = tls.handler(context.alloc(), host.name(), host.port());
        } catch (PgException e) {
            end(context, e);
            return;
        }
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                shaken(context, handler);
            } else {
                fail(context, TlsFailures.explain(done.cause()), done.cause());
            }
        });
        context.pipeline().addBefore(context.name(), TLS_HANDLER, handler);
    }

    private void shaken(ChannelHandlerContext context, SslHandler handler) {
        String protocol = handler.applicationProtocol();
        boolean direct = tls.options().negotiation() == SslNegotiation.DIRECT;
        if (protocol == null ? direct : !protocol.equals(TlsContext.PROTOCOL)) {
            fail(context, "the server did not agree to speak " + TlsContext.PROTOCOL + " (ALPN)", null);
            return;
        }
        SSLSession session = handler.engine().getSession();
        if (tls.options().certMode() == SslCertMode.REQUIRE && session.getLocalCertificates() == null) {
            fail(context, "the server did not ask for a client certificate, which sslcertmode=require demands", null);
            return;
        }
        try {
            Certificate shown = session.getPeerCertificates()[0];
            X509Certificate server = shown instanceof X509Certificate x509 ? x509 : null;
            if (server != null && !tls.accepts(server, host.name())) {
                fail(context, "no whole label of a name in the server's certificate matches " + host.name(), null);
                return;
            }
            succeed(context, new ChannelSecurity(true, tls.isVerified(), false, server));
        } catch (SSLPeerUnverifiedException e) {
            fail(context, "the server has shown no certificate", e);
        }
    }

    private void succeed(ChannelHandlerContext context, ChannelSecurity security) {
        stop();
        if (secured.future().isComplete()) {
            context.close();
            return;
        }
        context.pipeline().replace(this, context.name(), successor);
        ChannelHandlerContext next = context.pipeline().context(successor);
        secured.complete(new SecuredChannel(next, security));
    }

    private void fail(ChannelHandlerContext context, String why, @Nullable Throwable cause) {
        SSLException tlsCause = cause instanceof SSLException ssl ? ssl : new SSLException(why, cause);
        end(context, new PgConnectException("no TLS with " + host + ": " + why, tlsCause));
    }

    private void end(ChannelHandlerContext context, PgException failure) {
        stop();
        secured.tryFail(failure);
        context.close();
    }

    private void stop() {
        ScheduledFuture<?> timer = deadline;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(
                context,
                "the server closed the connection "
                        + (handshaking ? "in the middle of the handshake" : "instead of answering SSLRequest"),
                null);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, TlsFailures.explain(cause), cause);
    }
}
