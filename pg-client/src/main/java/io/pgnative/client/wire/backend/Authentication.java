package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.Wire;

/** A step of authentication. All share one type byte and differ by a code. */
public sealed interface Authentication extends BackendMessage
        permits AuthenticationOk,
                AuthenticationKerberosV5,
                AuthenticationCleartextPassword,
                AuthenticationMD5Password,
                AuthenticationGSS,
                AuthenticationGSSContinue,
                AuthenticationSSPI,
                AuthenticationSASL,
                AuthenticationSASLContinue,
                AuthenticationSASLFinal {

    int OK = 0;
    int KERBEROS_V5 = 2;
    int CLEARTEXT_PASSWORD = 3;
    int MD5_PASSWORD = 5;
    int GSS = 7;
    int GSS_CONTINUE = 8;
    int SSPI = 9;
    int SASL = 10;
    int SASL_CONTINUE = 11;
    int SASL_FINAL = 12;

    /**
     * Which step.
     *
     * @return the code that begins the body
     */
    int code();

    /**
     * Writes what follows the code.
     *
     * @param out appended to
     */
    void writeData(ByteBuf out);

    @Override
    default byte type() {
        return MessageType.AUTHENTICATION;
    }

    @Override
    default void writeBody(ByteBuf out) {
        out.writeInt(code());
        writeData(out);
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    static Authentication read(ByteBuf body) {
        int code = Wire.readInt(body, "Authentication code");
        Authentication message =
                switch (code) {
                    case OK -> new AuthenticationOk();
                    case KERBEROS_V5 -> new AuthenticationKerberosV5();
                    case CLEARTEXT_PASSWORD -> new AuthenticationCleartextPassword();
                    case MD5_PASSWORD ->
                        new AuthenticationMD5Password(
                                Wire.readBytes(body, AuthenticationMD5Password.SALT_LENGTH, "MD5 salt"));
                    case GSS -> new AuthenticationGSS();
                    case GSS_CONTINUE -> new AuthenticationGSSContinue(Wire.readRest(body));
                    case SSPI -> new AuthenticationSSPI();
                    case SASL -> AuthenticationSASL.readData(body);
                    case SASL_CONTINUE -> new AuthenticationSASLContinue(Wire.readRest(body));
                    case SASL_FINAL -> new AuthenticationSASLFinal(Wire.readRest(body));
                    default -> throw new ProtocolViolation("Authentication message of unknown code " + code);
                };
        Wire.requireEnd(body, "Authentication message of code " + code);
        return message;
    }
}
