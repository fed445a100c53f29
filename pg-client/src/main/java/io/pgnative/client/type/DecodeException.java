package io.pgnative.client.type;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no value of their type, or a value that cannot be given as the class asked for. The message is the
 * reason alone; who knows the column adds it.
 */
public final class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean isOutdated;

    /**
     * Makes one, without a stack trace.
     *
     * @param reason why
     */
    public DecodeException(String reason) {
        this(reason, null);
    }

    /**
     * Makes one, without a stack trace.
     *
     * @param reason why
     * @param cause what was thrown by code that is not the client's
     */
    public DecodeException(String reason, @Nullable Throwable cause) {
        this(reason, cause, false);
    }

    private DecodeException(String reason, @Nullable Throwable cause, boolean isOutdated) {
        super(reason, cause, false, false);
        this.isOutdated = isOutdated;
    }

    /**
     * A value shows that its type is not what it was when it was looked up.
     *
     * @param reason what is different
     * @return to be thrown
     */
    static DecodeException outdated(String reason) {
        return new DecodeException(reason, null, true);
    }

    /** The same for a part of a value, such as {@code element 3}. */
    DecodeException in(String part) {
        return new DecodeException(part + ": " + getMessage(), getCause(), isOutdated);
    }

    /**
     * Whether the type has to be looked up again.
     *
     * @return true when the value shows that the type has changed
     */
    public boolean isOutdated() {
        return isOutdated;
    }
}
