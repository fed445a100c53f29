package io.pgnative.client.session.auth;

import java.util.Set;

/**
 * Where a start-up stands, and what the server may say then: the whole table (protocol, section "Start-up"). What is
 * not in it ends the connection.
 */
enum LoginState {
    /** The server chooses how to authenticate, or asks for nothing. */
    CHOICE(Said.OK, Said.CLEARTEXT, Said.MD5, Said.KERBEROS, Said.GSS, Said.SASL, Said.NEGOTIATION),
    /** A password, or its MD5 form, was sent. */
    PASSWORD_SENT(Said.OK),
    /** SCRAM: our nonce was sent. */
    SCRAM_BEGUN(Said.SASL_CONTINUE),
    /** SCRAM: our proof is being computed. */
    SCRAM_COMPUTING(),
    /** SCRAM: our proof was sent, the server's comes next. */
    SCRAM_PROVEN(Said.SASL_FINAL),
    /** SCRAM: the server has proven to know the password, too. */
    SCRAM_VERIFIED(Said.OK),
    /** OAUTHBEARER: the token was sent; a server that does not take it tells where another one is to be had. */
    TOKEN_SENT(Said.OK, Said.SASL_CONTINUE),
    /** OAUTHBEARER: the token was refused and this was acknowledged. Only an error may come. */
    TOKEN_REFUSED(),
    /** GSSAPI: a token of ours is being made. What the server says meanwhile is heard after that, if it was at turn. */
    GSS_COMPUTING(),
    /** GSSAPI: a token of ours was sent, and the server's proof is yet to come. */
    GSS_SENT(Said.GSS_CONTINUE),
    /** GSSAPI: both sides have proven who they are. */
    GSS_ESTABLISHED(Said.OK),
    /** Authenticated: parameters and the key come, then the server is ready. */
    AUTHENTICATED(Said.PARAMETER, Said.KEY, Said.READY);

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody changes
    private final Set<Said> allowed;

    LoginState(Said... allowed) {
        this.allowed = Set.of(allowed);
    }

    boolean allows(Said said) {
        return allowed.contains(said);
    }
}
