package io.pgnative.client.wire.backend;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.Wire;

/**
 * The server waits for the next query.
 *
 * @param status of the transaction
 */
public record ReadyForQuery(TransactionStatus status) implements BackendMessage {

    /**
     * The status that a byte stands for, to read the body in place.
     *
     * @param indicator {@code I}, {@code T} or {@code E}
     * @return the status
     * @throws ProtocolViolation for any other byte
     */
    public static TransactionStatus statusOf(byte indicator) {
        return switch (indicator) {
            case 'I' -> TransactionStatus.IDLE;
            case 'T' -> TransactionStatus.ACTIVE;
            case 'E' -> TransactionStatus.FAILED;
            default ->
                throw new ProtocolViolation("ReadyForQuery has the unknown status " + MessageType.describe(indicator));
        };
    }

    /**
     * Reads the body.
     *
     * @param body the body and nothing else
     * @return the message
     */
    public static ReadyForQuery read(ByteBuf body) {
        TransactionStatus status = statusOf(Wire.readByte(body, "ReadyForQuery status"));
        Wire.requireEnd(body, "ReadyForQuery");
        return new ReadyForQuery(status);
    }

    @Override
    public byte type() {
        return MessageType.READY_FOR_QUERY;
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeByte(
                switch (status) {
                    case IDLE -> 'I';
                    case ACTIVE -> 'T';
                    case FAILED -> 'E';
                });
    }
}
