package io.pgnative.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Configuration properties of transactions. */
@ConfigurationProperties("spring.pgnative.transaction")
public class PgNativeTransactionProperties {

    /** Which transaction manager is meant where none is named. */
    public enum DefaultManager {

        /** That of Reactor. */
        REACTIVE,

        /** That of threads which wait. */
        BLOCKING,

        /** None of the client. */
        NONE
    }

    /**
     * Transaction manager that is meant where none is named, also beside one of another kind, such as that of JDBC.
     * Where it is not set, one of another kind is meant, or else 'reactive' where Reactor is on the class path, and
     * 'blocking' where not.
     */
    private @Nullable DefaultManager defaultManager;

    /** Makes properties with the defaults. */
    public PgNativeTransactionProperties() {}

    /** @return which manager is the default */
    public @Nullable DefaultManager getDefaultManager() {
        return defaultManager;
    }

    /** @param defaultManager which manager is the default */
    public void setDefaultManager(@Nullable DefaultManager defaultManager) {
        this.defaultManager = defaultManager;
    }
}
