package io.pgnative.client.wire;

/**
 * The peer sent bytes that are no message of the protocol. The place of the next message is unknown from here on: the
 * connection must be closed. The text holds no content of messages and is safe to log.
 */
public final class ProtocolViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was found and what was expected
     */
    public ProtocolViolation(String message) {
        super(message);
    }
}
