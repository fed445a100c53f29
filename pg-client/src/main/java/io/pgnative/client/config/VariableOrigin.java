package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;

/**
 * An environment variable.
 *
 * @param variable its name
 */
record VariableOrigin(String variable) implements Origin {

    @Override
    public PgConfigurationException invalid(String keyword, String reason) {
        return new PgConfigurationException("environment", variable + ": " + reason);
    }

    @Override
    public String shown(String value) {
        return " \"" + value + "\"";
    }
}
