package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;

/**
 * Changes the auto-configured {@link PgClient} before it is built. Beans of this type are called in their order, after
 * the connection details and all {@code spring.pgnative} properties were applied, so that they have the last word.
 */
@FunctionalInterface
public interface PgClientCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder holds what the properties ask for
     */
    void customize(PgClientBuilder builder);
}
