package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.session.auth.GssExchange;
import io.pgnative.client.session.auth.Login;
import io.pgnative.client.session.auth.LoginStep;
import io.pgnative.client.session.auth.Said;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.backend.Authentication;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.NegotiateProtocolVersion;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.vertx.core.AsyncResult;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * From StartupMessage to the first ReadyForQuery (protocol, section "Start-up"). What the server may say next is in the
 * table of {@link Login}.
 */
final class Startup extends Exchange {

    private final PgSession session;
    private final PgHost host;
    private final PgOptions options;
    private final Login login;
    private final ProtocolNegotiation negotiation;
    private final PgChannelHandler channelHandler;
    private final LoginWorkers workers;
    private final Promise<Session> established;
    private @Nullable PgServerException failure;

    Startup(
            PgSession session,
            PgHost host,
            PgOptions options,
            Login login,
            PgChannelHandler channelHandler,
            LoginWorkers workers,
            Promise<Session> established) {
        this.session = session;
        this.host = host;
        this.options = options;
        this.login = login;
        this.negotiation = new ProtocolNegotiation(options.protocol());
        this.channelHandler = channelHandler;
        this.workers = workers;
        this.established = established;
    }

    @Override
    void write(ByteBuf out) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", options.user());
        parameters.put("database", options.database());
        parameters.put("client_encoding", "UTF8");
        parameters.putAll(options.parameters());
        new StartupMessage(negotiation.asked(), parameters).write(out);
    }

    /** Where the start-up stands, for the message of a time-out. */
    String phase() {
        return login.isDone() ? "while the session was being set up" : "during authentication";
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return switch (type) {
            case MessageType.AUTHENTICATION -> {
                authentication(Authentication.read(buf.slice(start, length)));
                yield true;
            }
            case MessageType.BACKEND_KEY_DATA -> {
                if (login.allows(Said.KEY)) {
                    session.identify(negotiation.checked(BackendKeyData.read(buf.slice(start, length))));
                }
                yield login.allows(Said.KEY);
            }
            case MessageType.NEGOTIATE_PROTOCOL_VERSION -> {
                boolean allowed = login.allows(Said.NEGOTIATION);
                if (allowed) {
                    negotiated(NegotiateProtocolVersion.read(buf.slice(start, length)));
                }
                yield allowed;
            }
            default -> false;
        };
    }

    private void negotiated(NegotiateProtocolVersion answer) {
        try {
            negotiation.hear(answer);
        } catch (PgConnectException e) {
            throw refuse(e);
        }
        login.negotiated();
    }

    private void authentication(Authentication request) {
        LoginStep step;
        try {
            step = login.hear(request);
        } catch (PgConnectException e) {
            throw refuse(e);
        }
        if (step instanceof LoginStep.Answer answer) {
            send(answer.message());
        } else if (step instanceof LoginStep.Compute computation) {
            compute(computation.answer());
        } else if (step instanceof LoginStep.Token token) {
            make(token);
        }
    }

    /**
     * The key derivation takes thousands of hash rounds: not on the event loop. The answer waits for a turn of its own,
     * so that what has come meanwhile is judged before anything is told.
     */
    private void compute(Callable<FrontendMessage> answer) {
        session.context()
                .executeBlockingInternal(answer)
                .onComplete(computed -> session.context().nettyEventLoop().execute(() -> answer(computed)));
    }

    private void answer(AsyncResult<FrontendMessage> computed) {
        if (!session.isOpen()) {
            return;
        }
        if (computed.failed()) {
            session.broken(computed.cause());
        } else {
            login.proven();
            send(computed.result());
            session.transmitter().flush();
        }
    }

    /**
     * A KDC may have to be asked. The server may say more right behind its last token, which is heard when that one has
     * proven good; before our first one it has nothing to say but errors. A token that is made at once waits for a turn
     * of its own all the same, so that what has come with the question is judged before anything is told.
     */
    private void make(LoginStep.Token token) {
        if (token.received().length() > 0) {
            channelHandler.hold();
        }
        workers.run(session.context(), () -> token.exchange().next(token.received()))
                .onComplete(made -> session.context().nettyEventLoop().execute(() -> tell(made)));
    }

    private void tell(AsyncResult<GssExchange.Step> made) {
        if (made.succeeded() && session.isOpen()) {
            FrontendMessage answer = login.tokenMade(made.result());
            if (answer != null) {
                send(answer);
                session.transmitter().flush();
            }
        } else if (made.failed()) {
            session.broken(made.cause() instanceof PgConnectException e ? refuse(e) : made.cause());
        }
        channelHandler.release();
    }

    private PgConnectException refuse(PgConnectException reason) {
        return new PgConnectException(
                reason.getMessage() + " (" + options.user() + " on " + host + "/" + options.database() + ")",
                reason.getCause());
    }

    private void send(FrontendMessage message) {
        message.write(session.transmitter().buffer());
    }

    /** Whoever has not let us in is not known to be the server. */
    @Override
    Map<Character, String> reported(Map<Character, String> fields) {
        return login.isDone() ? fields : ServerReports.untrusted(fields);
    }

    @Override
    void error(PgServerException error) {
        failure = error;
        session.end(error);
    }

    /** As in libpq, the server has to authenticate us before it reports anything. */
    @Override
    boolean takesParameters() {
        return login.allows(Said.PARAMETER);
    }

    @Override
    boolean isComplete() {
        return login.allows(Said.READY) && failure == null;
    }

    @Override
    void ready(PgSession ready) {
        login.end();
        ready.established();
        established.tryComplete(ready);
    }

    @Override
    void lost(PgSession lost, PgException reason) {
        login.end();
        PgException told = failure != null ? failure : reason;
        if (told instanceof PgConnectionLostException
                && told.getCause() instanceof PgException known
                && !(known instanceof PgConnectionLostException)) {
            told = known;
        }
        if (told instanceof PgServerException error && PoolerWords.isToWaiting(error)) {
            // Another attempt, or another host, may find room.
            told = new PgConnectException(String.valueOf(error.getMessage()), error);
        }
        established.tryFail(told instanceof PgConnectionLostException loss ? ended(loss) : told);
    }

    private PgConnectException ended(PgConnectionLostException loss) {
        Throwable cause = loss.getCause() == null ? loss : loss.getCause();
        return new PgConnectException(
                "the connection to " + host + " ended " + phase() + ": " + cause.getMessage(), cause);
    }
}
