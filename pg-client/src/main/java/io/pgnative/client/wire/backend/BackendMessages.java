package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;

/** Reads any message of a server. */
public final class BackendMessages {

    private BackendMessages() {}

    /**
     * Reads a body by its type.
     *
     * @param type the type byte
     * @param body the body and nothing else; its reader index is moved, it is not released
     * @return the message, which holds copies
     * @throws ProtocolViolation if the type is unknown or the body is not what the type demands
     */
    public static BackendMessage read(byte type, ByteBuf body) {
        return switch (type) {
            case MessageType.AUTHENTICATION -> Authentication.read(body);
            case MessageType.BACKEND_KEY_DATA -> BackendKeyData.read(body);
            case MessageType.BIND_COMPLETE -> BindComplete.read(body);
            case MessageType.CLOSE_COMPLETE -> CloseComplete.read(body);
            case MessageType.COMMAND_COMPLETE -> CommandComplete.read(body);
            case MessageType.COPY_BOTH_RESPONSE -> CopyBothResponse.read(body);
            case MessageType.COPY_DATA -> CopyData.read(body);
            case MessageType.COPY_DONE -> CopyDone.read(body);
            case MessageType.COPY_IN_RESPONSE -> CopyInResponse.read(body);
            case MessageType.COPY_OUT_RESPONSE -> CopyOutResponse.read(body);
            case MessageType.DATA_ROW -> DataRow.read(body);
            case MessageType.EMPTY_QUERY_RESPONSE -> EmptyQueryResponse.read(body);
            case MessageType.ERROR_RESPONSE -> ErrorResponse.read(body);
            case MessageType.FUNCTION_CALL_RESPONSE -> FunctionCallResponse.read(body);
            case MessageType.NEGOTIATE_PROTOCOL_VERSION -> NegotiateProtocolVersion.read(body);
            case MessageType.NO_DATA -> NoData.read(body);
            case MessageType.NOTICE_RESPONSE -> NoticeResponse.read(body);
            case MessageType.NOTIFICATION_RESPONSE -> NotificationResponse.read(body);
            case MessageType.PARAMETER_DESCRIPTION -> ParameterDescription.read(body);
            case MessageType.PARAMETER_STATUS -> ParameterStatus.read(body);
            case MessageType.PARSE_COMPLETE -> ParseComplete.read(body);
            case MessageType.PORTAL_SUSPENDED -> PortalSuspended.read(body);
            case MessageType.READY_FOR_QUERY -> ReadyForQuery.read(body);
            case MessageType.ROW_DESCRIPTION -> RowDescription.read(body);
            default -> throw new ProtocolViolation("backend message of unknown type " + MessageType.describe(type));
        };
    }
}
