package io.pgnative.client.session;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.session.tls.ChannelSecurity;
import io.pgnative.client.session.tls.Leg;
import io.pgnative.client.session.tls.SecuredChannel;
import io.pgnative.client.session.tls.TlsContext;
import io.pgnative.client.session.tls.TlsContexts;
import io.pgnative.client.session.tls.TlsNegotiation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Opens connections and has them encrypted, before anything else is said on them. */
final class SecureConnector {

    private final SocketConnector connector;
    private final TlsContexts contexts;

    SecureConnector(SocketConnector connector, PgOptions.Tls options) {
        this.connector = connector;
        this.contexts = new TlsContexts(options);
    }

    /**
     * Opens a connection on the context's loop.
     *
     * @param leg with TLS or without
     * @param timeout of the TCP connection, and once more of TLS; the caller gives up earlier
     * @param handler what is to hear the server once the connection is as the leg has it
     * @param phase told what is being done, for messages
     * @return the handler's context, completed on that loop
     */
    Future<SecuredChannel> connect(
            ContextInternal context,
            PgHost host,
            Leg leg,
            Duration timeout,
            ChannelHandler handler,
            Consumer<String> phase) {
        if (!leg.asksForTls()) {
            ChannelSecurity security = leg == Leg.PLAIN_AFTER_TLS ? ChannelSecurity.FALLEN_BACK : ChannelSecurity.PLAIN;
            phase.accept("while the TCP connection was being opened");
            return tcp(context, host, timeout, handler).map(channel -> new SecuredChannel(channel, security));
        }
        phase.accept("while the files of TLS were being read");
        // Certificates are files, and making a context of them takes milliseconds.
        return context.executeBlockingInternal(contexts::current)
                .compose(tls -> encrypted(context, host, leg, timeout, handler, phase, tls));
    }

    private Future<SecuredChannel> encrypted(
            ContextInternal context,
            PgHost host,
            Leg leg,
            Duration timeout,
            ChannelHandler handler,
            Consumer<String> phase,
            TlsContext tls) {
        Promise<SecuredChannel> secured = context.promise();
        phase.accept("while the TCP connection was being opened");
        tcp(context, host, timeout, new TlsNegotiation(tls, host, leg, timeout, handler, secured))
                .onSuccess(channel -> phase.accept("while TLS was being negotiated"))
                .onFailure(secured::tryFail);
        return secured.future();
    }

    private Future<ChannelHandlerContext> tcp(
            ContextInternal context, PgHost host, Duration timeout, ChannelHandler handler) {
        return connector.connect(context, host, timeout, handler);
    }

    /** See {@link SocketConnector#places}. */
    Future<List<PgHost>> places(ContextInternal context, PgHost host) {
        return connector.places(context, host);
    }

    Future<Void> close() {
        return connector.close();
    }
}
