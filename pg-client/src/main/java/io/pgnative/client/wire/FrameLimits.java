package io.pgnative.client.wire;

import java.util.Arrays;

/**
 * Which types of messages may come, and how many bytes the body of each may have. Immutable; made once, not per
 * connection.
 */
public final class FrameLimits {

    /** The default of the largest DataRow, CopyData and the like: 1 GiB, the largest that a server makes. */
    public static final int DEFAULT_MAX_MESSAGE = 1 << 30;

    /** The least that can be configured for these, in bytes. */
    public static final int LEAST_MAX_MESSAGE = 1 << 10;

    /** The largest start-up packet, as in the server (MAX_STARTUP_PACKET_LENGTH). */
    static final int MAX_UNTYPED = 10_000;

    private static final int KIB_64 = 64 * 1024;
    private static final int MIB = 1024 * 1024;
    private static final int NOT_ALLOWED = -1;

    private static final FrameLimits STARTUP = new FrameLimits().startupTypes();

    private final int[] least = new int[128];
    private final int[] most = new int[128];

    private FrameLimits() {
        Arrays.fill(most, NOT_ALLOWED);
    }

    /**
     * Of a client until the first ReadyForQuery: authentication, parameters, key, errors and notices only.
     *
     * @return always the same
     */
    public static FrameLimits startup() {
        return STARTUP;
    }

    /**
     * Of a client after the start-up: every backend message.
     *
     * @param maxMessage the largest body of DataRow, CopyData, RowDescription and FunctionCallResponse, in bytes;
     *     {@link #DEFAULT_MAX_MESSAGE} at most
     * @return limits
     * @throws IllegalArgumentException if {@code maxMessage} is below {@link #LEAST_MAX_MESSAGE} or too large
     */
    public static FrameLimits session(int maxMessage) {
        requireMax(maxMessage);
        return new FrameLimits()
                .startupTypes()
                .exactly(MessageType.BIND_COMPLETE, 0)
                .exactly(MessageType.CLOSE_COMPLETE, 0)
                .allow(MessageType.COMMAND_COMPLETE, 1, KIB_64)
                .allow(MessageType.COPY_BOTH_RESPONSE, 3, 3 + 2 * Wire.MAX_COUNT)
                .allow(MessageType.COPY_DATA, 0, maxMessage)
                .exactly(MessageType.COPY_DONE, 0)
                .allow(MessageType.COPY_IN_RESPONSE, 3, 3 + 2 * Wire.MAX_COUNT)
                .allow(MessageType.COPY_OUT_RESPONSE, 3, 3 + 2 * Wire.MAX_COUNT)
                .allow(MessageType.DATA_ROW, 2, maxMessage)
                .exactly(MessageType.EMPTY_QUERY_RESPONSE, 0)
                .allow(MessageType.FUNCTION_CALL_RESPONSE, 4, maxMessage)
                .exactly(MessageType.NO_DATA, 0)
                .allow(MessageType.NOTIFICATION_RESPONSE, 6, KIB_64)
                .allow(MessageType.PARAMETER_DESCRIPTION, 2, 2 + 4 * Wire.MAX_COUNT)
                .exactly(MessageType.PARSE_COMPLETE, 0)
                .exactly(MessageType.PORTAL_SUSPENDED, 0)
                .allow(MessageType.ROW_DESCRIPTION, 2, maxMessage);
    }

    /**
     * Of a server: every frontend message.
     *
     * @param maxMessage the largest body of a message other than authentication, in bytes
     * @return limits
     * @throws IllegalArgumentException see {@link #session}
     */
    public static FrameLimits frontend(int maxMessage) {
        requireMax(maxMessage);
        return new FrameLimits()
                .allow(MessageType.UNTYPED, 4, MAX_UNTYPED)
                .allow(MessageType.BIND, 8, maxMessage)
                .allow(MessageType.CLOSE, 2, maxMessage)
                .allow(MessageType.COPY_DATA, 0, maxMessage)
                .exactly(MessageType.COPY_DONE, 0)
                .allow(MessageType.COPY_FAIL, 1, maxMessage)
                .allow(MessageType.DESCRIBE, 2, maxMessage)
                .allow(MessageType.EXECUTE, 5, maxMessage)
                .exactly(MessageType.FLUSH, 0)
                .allow(MessageType.FUNCTION_CALL, 10, maxMessage)
                .allow(MessageType.PARSE, 4, maxMessage)
                .allow(MessageType.PASSWORD, 0, KIB_64)
                .allow(MessageType.QUERY, 1, maxMessage)
                .exactly(MessageType.SYNC, 0)
                .exactly(MessageType.TERMINATE, 0);
    }

    /**
     * Checks the head of a message.
     *
     * @param type its type
     * @param length its length word, as announced
     * @return the length of the body
     * @throws ProtocolViolation if the type is not expected or the length is out of its bounds
     */
    int bodyLength(byte type, int length) {
        int max = type < 0 ? NOT_ALLOWED : most[type];
        if (max == NOT_ALLOWED) {
            throw new ProtocolViolation("a message of type " + MessageType.describe(type) + " is not expected here");
        }
        // Not "length - 4 > max": that overflows for the smallest lengths.
        if (length < 4 || length < 4 + least[type] || length > 4 + max) {
            throw new ProtocolViolation("a message of type " + MessageType.describe(type) + " announces the length "
                    + length + "; expected " + (4 + least[type]) + " to " + (4 + max));
        }
        return length - 4;
    }

    /** Whether a message of the type may have a body of the length and every shorter one but the very short. */
    boolean allows(byte type, int bodyLength) {
        return type >= 0 && bodyLength <= most[type];
    }

    private FrameLimits startupTypes() {
        return allow(MessageType.AUTHENTICATION, 4, KIB_64)
                // The process id and a key of 4 to 256 bytes.
                .allow(MessageType.BACKEND_KEY_DATA, 8, 4 + 256)
                .allow(MessageType.ERROR_RESPONSE, 1, MIB)
                .allow(MessageType.NOTICE_RESPONSE, 1, MIB)
                .allow(MessageType.PARAMETER_STATUS, 2, KIB_64)
                .allow(MessageType.NEGOTIATE_PROTOCOL_VERSION, 8, KIB_64)
                .exactly(MessageType.READY_FOR_QUERY, 1);
    }

    private FrameLimits allow(byte type, int leastBytes, int mostBytes) {
        least[type] = leastBytes;
        most[type] = mostBytes;
        return this;
    }

    private FrameLimits exactly(byte type, int bytes) {
        return allow(type, bytes, bytes);
    }

    private static void requireMax(int maxMessage) {
        if (maxMessage < LEAST_MAX_MESSAGE || maxMessage > DEFAULT_MAX_MESSAGE) {
            throw new IllegalArgumentException("largest message is " + maxMessage + " bytes; expected "
                    + LEAST_MAX_MESSAGE + " to " + DEFAULT_MAX_MESSAGE);
        }
    }
}
