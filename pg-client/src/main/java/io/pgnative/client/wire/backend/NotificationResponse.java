package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;

/**
 * A NOTIFY on a channel that this connection listens to.
 *
 * @param processId of the backend that notified
 * @param channel its name
 * @param payload empty if none was given
 */
public record NotificationResponse(int processId, String channel, String payload) implements BackendMessage {

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static NotificationResponse read(ByteBuf body) {
        int processId = Wire.readInt(body, "NotificationResponse process id");
        String channel = Wire.readString(body, "NotificationResponse channel");
        String payload = Wire.readString(body, "NotificationResponse payload");
        Wire.requireEnd(body, "NotificationResponse");
        return new NotificationResponse(processId, channel, payload);
    }

    @Override
    public byte type() {
        return MessageType.NOTIFICATION_RESPONSE;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeInt(processId);
        Wire.writeString(out, channel, "channel");
        Wire.writeString(out, payload, "payload");
    }
}
