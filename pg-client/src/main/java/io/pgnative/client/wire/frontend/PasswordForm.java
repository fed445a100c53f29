package io.pgnative.client.wire.frontend;

import io.pgnative.client.wire.backend.Authentication;

/** The four messages that share the type {@code p}; which one it is follows from the server's last request. */
public enum PasswordForm {
    /** PasswordMessage. */
    PASSWORD,
    /** SASLInitialResponse. */
    SASL_INITIAL,
    /** SASLResponse. */
    SASL,
    /** GSSResponse. */
    GSS;

    /**
     * Which one answers a request.
     *
     * @param request what the server sent
     * @return the form that is due
     */
    public static PasswordForm answering(Authentication request) {
        return switch (request.code()) {
            case Authentication.SASL -> SASL_INITIAL;
            case Authentication.SASL_CONTINUE -> SASL;
            case Authentication.GSS, Authentication.GSS_CONTINUE, Authentication.SSPI -> GSS;
            default -> PASSWORD;
        };
    }
}
