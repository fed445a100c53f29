package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.backend.Authentication;
import io.pgnative.client.wire.backend.AuthenticationCleartextPassword;
import io.pgnative.client.wire.backend.AuthenticationMD5Password;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.AuthenticationSASLFinal;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.PasswordMessage;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From StartupMessage to the first ReadyForQuery (protocol, section "Start-up"). What the server may say next depends
 * on the state alone; in particular it cannot claim success in the middle of SASL.
 */
final class Startup extends Exchange {

    private enum State {
        /** The server chooses how to authenticate, or asks for nothing. */
        CHOICE,
        /** A password was sent. */
        PASSWORD_SENT,
        /** SASL: the server's first message comes next. */
        SASL_FIRST,
        /** SASL: our final message is being computed, nothing may come. */
        SASL_COMPUTING,
        /** SASL: the server's final message comes next. */
        SASL_FINAL,
        /** SASL: the server has proven to know the password, too. */
        SASL_VERIFIED,
        /** Authenticated: parameters and the key come, then ReadyForQuery. */
        AUTHENTICATED
    }

    private final PgSession session;
    private final PgHost host;
    private final PgOptions options;
    private final @Nullable String password;
    private final Promise<Session> established;
    private State state = State.CHOICE;
    private final ScramKeys scramKeys;
    private @Nullable ScramExchange scram;
    private @Nullable PgServerException failure;

    Startup(
            PgSession session,
            PgHost host,
            PgOptions options,
            @Nullable String password,
            ScramKeys scramKeys,
            Promise<Session> established) {
        this.scramKeys = scramKeys;
        this.session = session;
        this.host = host;
        this.options = options;
        this.password = password;
        this.established = established;
    }

    @Override
    void write(ByteBuf out) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", options.user());
        parameters.put("database", options.database());
        parameters.put("client_encoding", "UTF8");
        parameters.putAll(options.parameters());
        new StartupMessage(StartupMessage.PROTOCOL_3_0, parameters).write(out);
    }

    /** Where the start-up stands, for the message of a time-out. */
    String phase() {
        return state == State.AUTHENTICATED ? "while the session was being set up" : "during authentication";
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return switch (type) {
            case MessageType.AUTHENTICATION -> authentication(Authentication.read(buf.slice(start, length)));
            case MessageType.BACKEND_KEY_DATA -> {
                if (state == State.AUTHENTICATED) {
                    session.identify(BackendKeyData.read(buf.slice(start, length)));
                }
                yield state == State.AUTHENTICATED;
            }
            default -> false;
        };
    }

    private boolean authentication(Authentication request) {
        if (request instanceof AuthenticationOk) {
            return advance(
                    state == State.CHOICE || state == State.PASSWORD_SENT || state == State.SASL_VERIFIED,
                    State.AUTHENTICATED);
        }
        if (request instanceof AuthenticationSASLContinue challenge) {
            return state == State.SASL_FIRST && scramChallenge(challenge.data().toUtf8());
        }
        if (request instanceof AuthenticationSASLFinal outcome) {
            return state == State.SASL_FINAL && scramOutcome(outcome.data().toUtf8());
        }
        if (state != State.CHOICE) {
            return false;
        }
        if (request instanceof AuthenticationCleartextPassword) {
            send(new PasswordMessage(password()));
            return advance(true, State.PASSWORD_SENT);
        }
        if (request instanceof AuthenticationMD5Password md5) {
            send(new PasswordMessage(
                    Md5Password.answer(options.user(), password(), md5.salt().toArray())));
            return advance(true, State.PASSWORD_SENT);
        }
        if (request instanceof AuthenticationSASL sasl) {
            ScramExchange exchange =
                    new ScramExchange(sasl.mechanisms(), password(), options.maxScramIterations(), scramKeys);
            scram = exchange;
            send(new SASLInitialResponse(exchange.mechanism(), Bytes.utf8(exchange.clientFirst())));
            return advance(true, State.SASL_FIRST);
        }
        throw refuse("the server asks for authentication by "
                + request.getClass().getSimpleName().substring("Authentication".length())
                + ", which this client does not speak; it speaks password, md5 and scram-sha-256");
    }

    private boolean advance(boolean expected, State to) {
        if (expected) {
            state = to;
        }
        return expected;
    }

    private boolean scramChallenge(String serverFirst) {
        ScramExchange exchange = scram();
        exchange.serverFirst(serverFirst);
        state = State.SASL_COMPUTING;
        // The key derivation takes thousands of hash rounds: not on the event loop.
        session.context().executeBlockingInternal(exchange::clientFinal).onComplete(computed -> {
            if (!session.isOpen()) {
                return;
            }
            if (computed.failed()) {
                session.broken(computed.cause());
            } else {
                state = State.SASL_FINAL;
                send(new SASLResponse(Bytes.utf8(computed.result())));
                session.transmitter().flush();
            }
        });
        return true;
    }

    private boolean scramOutcome(String serverFinal) {
        scram().serverFinal(serverFinal);
        return advance(true, State.SASL_VERIFIED);
    }

    private ScramExchange scram() {
        ScramExchange exchange = scram;
        if (exchange == null) {
            throw new ProtocolViolation("a SASL message came outside SASL");
        }
        return exchange;
    }

    private String password() {
        String known = password;
        if (known == null || known.isEmpty()) {
            throw refuse("the server asks for a password, but none is configured");
        }
        return known;
    }

    private PgConnectException refuse(String reason) {
        return new PgConnectException(reason + " (" + options.user() + " on " + host + "/" + options.database() + ")");
    }

    private void send(FrontendMessage message) {
        message.write(session.transmitter().buffer());
    }

    @Override
    void error(PgServerException error) {
        failure = error;
        session.end(error);
    }

    /** As in libpq, the server has to authenticate us before it reports anything. */
    @Override
    boolean takesParameters() {
        return state == State.AUTHENTICATED;
    }

    @Override
    boolean isComplete() {
        return state == State.AUTHENTICATED && failure == null;
    }

    @Override
    void ready(PgSession ready) {
        ready.established();
        established.tryComplete(ready);
    }

    @Override
    void lost(PgSession lost, PgException reason) {
        PgException told = failure != null ? failure : reason;
        if (told instanceof PgConnectionLostException
                && told.getCause() instanceof PgException known
                && !(known instanceof PgConnectionLostException)) {
            told = known;
        }
        established.tryFail(told instanceof PgConnectionLostException loss ? ended(loss) : told);
    }

    private PgConnectException ended(PgConnectionLostException loss) {
        Throwable cause = loss.getCause() == null ? loss : loss.getCause();
        return new PgConnectException(
                "the connection to " + host + " ended " + phase() + ": " + cause.getMessage(), cause);
    }
}
