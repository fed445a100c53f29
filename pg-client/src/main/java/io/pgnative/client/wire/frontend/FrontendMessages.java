package io.pgnative.client.wire.frontend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.Wire;

/** Reads any message of a client. */
public final class FrontendMessages {

    private FrontendMessages() {}

    /**
     * Reads a body by its type; one of type {@code p} as PasswordMessage.
     *
     * @param type the type byte, or {@link MessageType#UNTYPED}
     * @param body the body and nothing else; its reader index is moved, it is not released
     * @return the message, which holds copies
     * @throws ProtocolViolation if the type is unknown or the body is not what the type demands
     */
    public static FrontendMessage read(byte type, ByteBuf body) {
        return read(type, body, PasswordForm.PASSWORD);
    }

    /**
     * Reads a body by its type.
     *
     * @param type the type byte, or {@link MessageType#UNTYPED}
     * @param body the body and nothing else; its reader index is moved, it is not released
     * @param form which of the four messages of type {@code p} is due
     * @return the message, which holds copies
     * @throws ProtocolViolation if the type is unknown or the body is not what the type demands
     */
    public static FrontendMessage read(byte type, ByteBuf body, PasswordForm form) {
        return switch (type) {
            case MessageType.UNTYPED -> readUntyped(body);
            case MessageType.BIND -> Bind.read(body);
            case MessageType.CLOSE -> Close.read(body);
            case MessageType.COPY_DATA -> CopyData.read(body);
            case MessageType.COPY_DONE -> CopyDone.read(body);
            case MessageType.COPY_FAIL -> CopyFail.read(body);
            case MessageType.DESCRIBE -> Describe.read(body);
            case MessageType.EXECUTE -> Execute.read(body);
            case MessageType.FLUSH -> Flush.read(body);
            case MessageType.FUNCTION_CALL -> FunctionCall.read(body);
            case MessageType.PARSE -> Parse.read(body);
            case MessageType.PASSWORD -> readPassword(body, form);
            case MessageType.QUERY -> Query.read(body);
            case MessageType.SYNC -> Sync.read(body);
            case MessageType.TERMINATE -> Terminate.read(body);
            default -> throw new ProtocolViolation("frontend message of unknown type " + MessageType.describe(type));
        };
    }

    private static FrontendMessage readPassword(ByteBuf body, PasswordForm form) {
        return switch (form) {
            case PASSWORD -> PasswordMessage.read(body);
            case SASL_INITIAL -> SASLInitialResponse.read(body);
            case SASL -> SASLResponse.read(body);
            case GSS -> GSSResponse.read(body);
        };
    }

    private static FrontendMessage readUntyped(ByteBuf body) {
        int code = Wire.readInt(body, "start-up packet");
        FrontendMessage message =
                switch (code) {
                    case SSLRequest.CODE -> new SSLRequest();
                    case GSSENCRequest.CODE -> new GSSENCRequest();
                    case CancelRequest.CODE -> CancelRequest.readAfterCode(body);
                    default -> StartupMessage.readAfterVersion(code, body);
                };
        Wire.requireEnd(body, "start-up packet");
        return message;
    }
}
