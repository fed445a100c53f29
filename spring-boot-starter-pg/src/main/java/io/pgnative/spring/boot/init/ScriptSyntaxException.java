package io.pgnative.spring.boot.init;

/** A script cannot be split into statements, or holds what cannot be run from here. */
final class ScriptSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;

    ScriptSyntaxException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** Where, counted from 1. */
    int line() {
        return line;
    }
}
