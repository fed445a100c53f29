package io.pgnative.spring.boot.actuate.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Configuration properties of the observations of PostgreSQL clients. */
@ConfigurationProperties("management.observations.pgnative")
public class PgObservationProperties {

    /** Whether traces tell the texts of statements, without the literals in them. */
    private boolean includeQueryText = true;

    /** Whether traces tell the arguments of statements, which may hold what no trace should. */
    private boolean includeParameters;

    public boolean isIncludeQueryText() {
        return includeQueryText;
    }

    public void setIncludeQueryText(boolean includeQueryText) {
        this.includeQueryText = includeQueryText;
    }

    public boolean isIncludeParameters() {
        return includeParameters;
    }

    public void setIncludeParameters(boolean includeParameters) {
        this.includeParameters = includeParameters;
    }
}
