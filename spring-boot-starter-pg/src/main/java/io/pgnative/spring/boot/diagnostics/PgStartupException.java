package io.pgnative.spring.boot.diagnostics;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * An application cannot start with what it asks of PostgreSQL. Spring Boot shows the description and what to do in
 * place of a stack trace. Neither holds a secret.
 *
 * <p>The exception of Spring Boot that does the same is there from 4.1 on only.
 */
public class PgStartupException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String action;

    /**
     * Makes one.
     *
     * @param description what is wrong
     * @param action what to do about it
     */
    public PgStartupException(String description, String action) {
        this(description, action, null);
    }

    /**
     * Makes one.
     *
     * @param description what is wrong
     * @param action what to do about it
     * @param cause why; null if nothing else has failed
     */
    public PgStartupException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    /**
     * What Spring Boot shows.
     *
     * @return description, action and this
     */
    public FailureAnalysis analysis() {
        return new FailureAnalysis(getMessage(), action, this);
    }
}
