package io.pgnative.spring.boot.query;

/** A method of an interface cannot be a statement. The message is the reason alone; who knows the method adds it. */
final class UnfitMethodException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one, without a stack trace.
     *
     * @param reason what is wrong and what is expected
     */
    UnfitMethodException(String reason) {
        super(reason, null, false, false);
    }

    /** The reason. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
