package io.pgnative.client;

import org.jspecify.annotations.Nullable;

/** An option has a value that cannot be used. The message names the option and what is expected, never a secret. */
public final class PgConfigurationException extends PgException {

    private static final long serialVersionUID = 1L;

    private final String option;

    /**
     * Makes one.
     *
     * @param option the option, as the builder or the DSN calls it
     * @param reason what is wrong and what is expected
     */
    public PgConfigurationException(String option, String reason) {
        this(option, reason, null);
    }

    /**
     * Makes one.
     *
     * @param option the option, as the builder or the DSN calls it
     * @param reason what is wrong and what is expected
     * @param cause why, if something else is behind it
     */
    public PgConfigurationException(String option, String reason, @Nullable Throwable cause) {
        super(option + ": " + reason, cause);
        this.option = option;
    }

    /**
     * The option.
     *
     * @return its name, such as {@code pool.max-size}
     */
    public String option() {
        return option;
    }

    /**
     * What is wrong with it.
     *
     * @return the message without the option's name
     */
    public String reason() {
        return String.valueOf(getMessage()).substring(option.length() + 2);
    }
}
