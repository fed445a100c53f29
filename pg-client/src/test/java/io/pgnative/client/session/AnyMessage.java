package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.Script;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BindComplete;
import io.pgnative.client.wire.backend.CloseComplete;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.CopyBothResponse;
import io.pgnative.client.wire.backend.CopyData;
import io.pgnative.client.wire.backend.CopyDone;
import io.pgnative.client.wire.backend.CopyInResponse;
import io.pgnative.client.wire.backend.CopyOutResponse;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.EmptyQueryResponse;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.FunctionCallResponse;
import io.pgnative.client.wire.backend.NegotiateProtocolVersion;
import io.pgnative.client.wire.backend.NoData;
import io.pgnative.client.wire.backend.NoticeResponse;
import io.pgnative.client.wire.backend.NotificationResponse;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ParseComplete;
import io.pgnative.client.wire.backend.PortalSuspended;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.backend.RowDescription;
import io.pgnative.client.wire.frontend.StartupMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of each of the 256 types, well-formed where there is such a type, for tests that try them all. */
final class AnyMessage {

    /** The words of the error that is tried. */
    static final String ERROR = "an error of its own";

    private AnyMessage() {}

    /** Its bytes; without a body where the protocol has no such message. */
    static byte[] bytes(byte type) {
        ByteBuf out = Unpooled.buffer();
        BackendMessage message = of(type);
        if (message != null) {
            message.write(out);
        } else {
            out.writeByte(type).writeInt(4);
        }
        return ByteBufUtil.getBytes(out);
    }

    private static @Nullable BackendMessage of(byte type) {
        return switch (type) {
            case MessageType.AUTHENTICATION -> new AuthenticationOk();
            case MessageType.BACKEND_KEY_DATA -> new BackendKeyData(0, Script.SECRET_KEY);
            case MessageType.BIND_COMPLETE -> new BindComplete();
            case MessageType.CLOSE_COMPLETE -> new CloseComplete();
            case MessageType.COMMAND_COMPLETE -> new CommandComplete("SELECT 1");
            case MessageType.COPY_BOTH_RESPONSE -> new CopyBothResponse(0, List.of());
            case MessageType.COPY_DATA -> new CopyData(Bytes.utf8("7\n"));
            case MessageType.COPY_DONE -> new CopyDone();
            case MessageType.COPY_IN_RESPONSE -> new CopyInResponse(0, List.of(0));
            case MessageType.COPY_OUT_RESPONSE -> new CopyOutResponse(0, List.of(0));
            case MessageType.DATA_ROW -> new DataRow(List.of(Bytes.of((byte) 0, (byte) 0, (byte) 0, (byte) 7)));
            case MessageType.EMPTY_QUERY_RESPONSE -> new EmptyQueryResponse();
            case MessageType.ERROR_RESPONSE -> ErrorResponse.of("ERROR", "XX000", ERROR);
            case MessageType.FUNCTION_CALL_RESPONSE -> new FunctionCallResponse(null);
            case MessageType.NEGOTIATE_PROTOCOL_VERSION ->
                new NegotiateProtocolVersion(StartupMessage.PROTOCOL_3_0, List.of());
            case MessageType.NO_DATA -> new NoData();
            case MessageType.NOTICE_RESPONSE -> NoticeResponse.of("NOTICE", "00000", "a notice");
            case MessageType.NOTIFICATION_RESPONSE -> new NotificationResponse(1, "channel", "payload");
            case MessageType.PARAMETER_DESCRIPTION -> new ParameterDescription(List.of());
            case MessageType.PARAMETER_STATUS -> new ParameterStatus("application_name", "other");
            case MessageType.PARSE_COMPLETE -> new ParseComplete();
            case MessageType.PORTAL_SUSPENDED -> new PortalSuspended();
            case MessageType.READY_FOR_QUERY -> new ReadyForQuery(TransactionStatus.IDLE);
            case MessageType.ROW_DESCRIPTION -> new RowDescription(List.of(FieldDescription.of("a", 23, 4, 1)));
            default -> null;
        };
    }
}
