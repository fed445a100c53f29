package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClientBuilder;

/**
 * Changes one client only.
 *
 * @param only the client's name
 * @param customizer what changes it
 */
record SingleClientCustomizer(String only, PgClientCustomizer customizer) implements PgClientCustomizer {

    @Override
    public void customize(PgClientBuilder builder) {
        throw new IllegalStateException("the name of the client has to be told");
    }

    @Override
    public void customize(String client, PgClientBuilder builder) {
        if (client.equals(only)) {
            customizer.customize(client, builder);
        }
    }
}
