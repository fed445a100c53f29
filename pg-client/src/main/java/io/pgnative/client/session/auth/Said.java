package io.pgnative.client.session.auth;

import io.pgnative.client.wire.backend.Authentication;

/** What a server may say in a start-up, besides errors and notices, which may come at any time. */
public enum Said {
    /** AuthenticationOk. */
    OK,
    /** AuthenticationCleartextPassword. */
    CLEARTEXT,
    /** AuthenticationMD5Password. */
    MD5,
    /** AuthenticationKerberosV5 and AuthenticationSSPI, which are not spoken. */
    KERBEROS,
    /** AuthenticationGSS. */
    GSS,
    /** AuthenticationGSSContinue. */
    GSS_CONTINUE,
    /** AuthenticationSASL. */
    SASL,
    /** AuthenticationSASLContinue. */
    SASL_CONTINUE,
    /** AuthenticationSASLFinal. */
    SASL_FINAL,
    /** NegotiateProtocolVersion. */
    NEGOTIATION,
    /** ParameterStatus. */
    PARAMETER,
    /** BackendKeyData. */
    KEY,
    /** ReadyForQuery. */
    READY;

    /** Which one an Authentication message is. */
    static Said of(Authentication request) {
        return switch (request.code()) {
            case Authentication.OK -> OK;
            case Authentication.CLEARTEXT_PASSWORD -> CLEARTEXT;
            case Authentication.MD5_PASSWORD -> MD5;
            case Authentication.KERBEROS_V5, Authentication.SSPI -> KERBEROS;
            case Authentication.GSS -> GSS;
            case Authentication.GSS_CONTINUE -> GSS_CONTINUE;
            case Authentication.SASL -> SASL;
            case Authentication.SASL_CONTINUE -> SASL_CONTINUE;
            case Authentication.SASL_FINAL -> SASL_FINAL;
            default -> throw new IllegalArgumentException("code " + request.code());
        };
    }
}
