package io.pgnative.client.type;

import org.jspecify.annotations.Nullable;

/**
 * A Java value does not fit a PostgreSQL type. The message is the reason alone and never holds the value; who knows the
 * argument's number adds it.
 */
public final class EncodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean aboutClass;

    /**
     * Makes one, without a stack trace.
     *
     * @param reason why, such as {@code out of range for int4}
     */
    public EncodeException(String reason) {
        this(reason, null);
    }

    /**
     * Makes one, without a stack trace.
     *
     * @param reason why
     * @param cause what was thrown by code that is not the client's
     */
    public EncodeException(String reason, @Nullable Throwable cause) {
        this(reason, cause, false);
    }

    private EncodeException(String reason, @Nullable Throwable cause, boolean aboutClass) {
        super(reason, cause, false, false);
        this.aboutClass = aboutClass;
    }

    /** Makes one for a value of a class that the type never takes. */
    static EncodeException ofClass(String reason) {
        return new EncodeException(reason, null, true);
    }

    /** The same of a part of a value, told with its place. */
    EncodeException at(String place) {
        return new EncodeException(place + ": " + getMessage(), null, aboutClass);
    }

    /** Whether each value of the class would be refused. */
    boolean isAboutClass() {
        return aboutClass;
    }
}
