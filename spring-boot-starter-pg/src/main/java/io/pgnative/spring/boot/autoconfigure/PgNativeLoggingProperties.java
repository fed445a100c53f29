package io.pgnative.spring.boot.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Configuration properties of what is logged of statements. */
public class PgNativeLoggingProperties {

    /**
     * Time from which on a statement is logged as a warning, by the logger 'io.pgnative.client.slow-query'. None is
     * logged if not set.
     */
    private @Nullable Duration slowQueryThreshold;

    /** Whether the arguments of statements are logged, too, and told to query listeners. */
    private boolean includeParameters = false;

    public @Nullable Duration getSlowQueryThreshold() {
        return slowQueryThreshold;
    }

    public void setSlowQueryThreshold(@Nullable Duration slowQueryThreshold) {
        this.slowQueryThreshold = slowQueryThreshold;
    }

    public boolean isIncludeParameters() {
        return includeParameters;
    }

    public void setIncludeParameters(boolean includeParameters) {
        this.includeParameters = includeParameters;
    }
}
