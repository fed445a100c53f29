package io.pgnative.spring.boot.actuate.health;

import java.time.Duration;

/**
 * How the health of a client is told.
 *
 * @param timeout limit of a check; more than zero
 * @param role what the server has to be; another one is OUT_OF_SERVICE
 * @param isOutOfServiceWhenSaturated whether a pool without a free connection is OUT_OF_SERVICE; it is UP otherwise
 */
public record PgHealthOptions(Duration timeout, PgExpectedRole role, boolean isOutOfServiceWhenSaturated) {

    /** Makes them. */
    public PgHealthOptions {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "the time limit of the health check is " + timeout + ", must be positive");
        }
    }

    /**
     * Options that are content with any server that answers.
     *
     * @param timeout limit of a check; more than zero
     * @return the options
     */
    public static PgHealthOptions within(Duration timeout) {
        return new PgHealthOptions(timeout, PgExpectedRole.ANY, false);
    }
}
