package io.pgnative.client.type;

/**
 * Bytes that are no value of their type, or a value that cannot be given as the class asked for. The message is the
 * reason alone; who knows the column adds it.
 */
public final class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one, without a stack trace.
     *
     * @param reason why
     */
    public DecodeException(String reason) {
        super(reason, null, false, false);
    }
}
