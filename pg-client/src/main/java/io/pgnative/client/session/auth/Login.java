package io.pgnative.client.session.auth;

import io.pgnative.client.AuthenticationMethod;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgHost;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.backend.Authentication;
import io.pgnative.client.wire.backend.AuthenticationGSSContinue;
import io.pgnative.client.wire.backend.AuthenticationMD5Password;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.AuthenticationSASLFinal;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.GSSResponse;
import io.pgnative.client.wire.frontend.PasswordMessage;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import org.jspecify.annotations.Nullable;

/**
 * One authentication: what the server says in, what is due out. What it may say is in {@link LoginState}, what it may
 * ask for in {@link LoginPolicy}. On one event loop.
 */
public final class Login {

    private static final LoginStep LISTEN = new LoginStep.Listen();

    private final Credentials credentials;
    private final PgHost host;
    private final LoginPolicy policy;
    private final ScramKeys keys;
    private LoginState state = LoginState.CHOICE;
    private boolean negotiated;
    private boolean secretTold;
    private @Nullable ScramExchange scram;
    private @Nullable GssExchange gss;

    /**
     * Begins.
     *
     * @param credentials who we are
     * @param host where the server is, as it was configured
     * @param policy what the server may ask for
     * @param keys derived before
     */
    public Login(Credentials credentials, PgHost host, LoginPolicy policy, ScramKeys keys) {
        this.credentials = credentials;
        this.host = host;
        this.policy = policy;
        this.keys = keys;
    }

    /**
     * Whether the server may say this now. To be asked of what {@link #hear} does not take.
     *
     * @param said what it says
     * @return false if the connection is to be closed
     */
    public boolean allows(Said said) {
        return state.allows(said) && !(said == Said.NEGOTIATION && negotiated);
    }

    /** NegotiateProtocolVersion has come, which it may once. */
    public void negotiated() {
        negotiated = true;
    }

    /**
     * Whether authentication is over.
     *
     * @return whether the server has let us in
     */
    public boolean isDone() {
        return state == LoginState.AUTHENTICATED;
    }

    /**
     * Whether anything was written that depends on a secret.
     *
     * @return false if another attempt tells nothing new
     */
    public boolean hasToldSecret() {
        return secretTold;
    }

    /**
     * Takes an Authentication message.
     *
     * @param request what the server says
     * @return what is due
     * @throws ProtocolViolation if it must not come now
     * @throws PgConnectException if it is refused
     */
    public LoginStep hear(Authentication request) {
        Said said = Said.of(request);
        if (!state.allows(said)) {
            throw new ProtocolViolation(request.getClass().getSimpleName() + " came when it must not (" + state + ")");
        }
        return switch (said) {
            case OK -> ok();
            case CLEARTEXT -> cleartext();
            case MD5 -> md5((AuthenticationMD5Password) request);
            case GSS -> gss();
            case GSS_CONTINUE -> gssToken(((AuthenticationGSSContinue) request).data());
            case SASL -> sasl((AuthenticationSASL) request);
            case SASL_CONTINUE -> saslContinue(((AuthenticationSASLContinue) request).data());
            case SASL_FINAL -> saslFinal(((AuthenticationSASLFinal) request).data());
            default -> throw notSpoken(request);
        };
    }

    private LoginStep ok() {
        if (state == LoginState.CHOICE) {
            policy.require(AuthenticationMethod.NONE, false);
        }
        state = LoginState.AUTHENTICATED;
        return LISTEN;
    }

    private LoginStep cleartext() {
        policy.require(AuthenticationMethod.PASSWORD, false);
        return passwordSent(password());
    }

    private LoginStep md5(AuthenticationMD5Password request) {
        policy.require(AuthenticationMethod.MD5, false);
        return passwordSent(Md5Password.answer(
                credentials.user(), password(), request.salt().toArray()));
    }

    private LoginStep passwordSent(String form) {
        secretTold = true;
        state = LoginState.PASSWORD_SENT;
        return new LoginStep.Answer(new PasswordMessage(form));
    }

    private LoginStep sasl(AuthenticationSASL request) {
        if (request.mechanisms().contains(OAuthBearer.MECHANISM)
                && (credentials.token() != null || !ScramBinding.isAmong(request.mechanisms()))) {
            policy.require(AuthenticationMethod.OAUTH, false);
            secretTold = true;
            state = LoginState.TOKEN_SENT;
            return new LoginStep.Answer(new SASLInitialResponse(
                    OAuthBearer.MECHANISM, Bytes.utf8(OAuthBearer.initialResponse(credentials.token()))));
        }
        ScramBinding binding = ScramBinding.choose(request.mechanisms(), policy);
        policy.require(AuthenticationMethod.SCRAM_SHA_256, binding.isBound());
        ScramExchange exchange = new ScramExchange(binding, password(), policy.maxScramIterations(), keys);
        scram = exchange;
        state = LoginState.SCRAM_BEGUN;
        return new LoginStep.Answer(new SASLInitialResponse(binding.mechanism(), Bytes.utf8(exchange.clientFirst())));
    }

    private LoginStep saslContinue(Bytes data) {
        if (state == LoginState.TOKEN_SENT) {
            // The server tells the reason in the error that follows this.
            state = LoginState.TOKEN_REFUSED;
            return new LoginStep.Answer(new SASLResponse(OAuthBearer.ACKNOWLEDGEMENT));
        }
        ScramExchange exchange = scram();
        exchange.serverFirst(data.toUtf8());
        state = LoginState.SCRAM_COMPUTING;
        return new LoginStep.Compute(() -> new SASLResponse(Bytes.utf8(exchange.clientFinal())));
    }

    /** The answer of a {@link LoginStep.Compute} is about to be sent. */
    public void proven() {
        secretTold = true;
        state = LoginState.SCRAM_PROVEN;
    }

    private LoginStep saslFinal(Bytes data) {
        scram().serverFinal(data.toUtf8());
        state = LoginState.SCRAM_VERIFIED;
        return LISTEN;
    }

    private ScramExchange scram() {
        ScramExchange exchange = scram;
        if (exchange == null) {
            throw new IllegalStateException("SCRAM has not begun");
        }
        return exchange;
    }

    private LoginStep gss() {
        policy.require(AuthenticationMethod.GSS, false);
        gss = GssLogin.with(host, policy.gss());
        return gssToken(Bytes.EMPTY);
    }

    private LoginStep gssToken(Bytes received) {
        GssExchange exchange = gss;
        if (exchange == null) {
            throw new IllegalStateException("GSSAPI has not begun");
        }
        state = LoginState.GSS_COMPUTING;
        return new LoginStep.Token(exchange, received);
    }

    /**
     * The token of a {@link LoginStep.Token} is made.
     *
     * @param made and where the exchange stands
     * @return to be sent; null if there is nothing to be
     */
    public @Nullable FrontendMessage tokenMade(GssExchange.Step made) {
        secretTold = true;
        state = made.established() ? LoginState.GSS_ESTABLISHED : LoginState.GSS_SENT;
        Bytes token = made.token();
        return token == null ? null : new GSSResponse(token);
    }

    /** The start-up is over, for whatever reason: frees what was needed for it. */
    public void end() {
        GssExchange exchange = gss;
        if (exchange != null) {
            exchange.end();
        }
    }

    private String password() {
        String known = credentials.password();
        if (known == null || known.isEmpty()) {
            throw new PgConnectException("the server asks for a password, but none is configured");
        }
        return known;
    }

    private static PgConnectException notSpoken(Authentication request) {
        return new PgConnectException("the server asks for authentication by "
                + request.getClass().getSimpleName().substring("Authentication".length())
                + ", which this client does not speak; it speaks scram-sha-256, gss, oauth, md5 and password");
    }
}
