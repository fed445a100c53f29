package io.pgnative.spring.boot.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Configuration properties of the interfaces whose methods are statements. */
@ConfigurationProperties("spring.pgnative.queries")
public class PgQueriesProperties {

    /**
     * Whether the database is asked at start-up about the statements of '@PgQueries' interfaces: each is prepared, not
     * run, and its parameters and columns are compared with the method.
     */
    private boolean validate;

    public boolean isValidate() {
        return validate;
    }

    public void setValidate(boolean validate) {
        this.validate = validate;
    }
}
