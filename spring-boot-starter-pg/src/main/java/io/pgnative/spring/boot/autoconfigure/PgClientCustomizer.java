package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientBuilder;

/**
 * Changes each {@link PgClient} that the auto-configuration or a {@link PgClients} makes before it is built. Beans of
 * this type are called in their order, after the connection details and all properties were applied, so that they have
 * the last word.
 *
 * <p>With several clients, {@link #forClient} makes one for a single client:
 *
 * <pre>{@code
 * @Bean
 * PgClientCustomizer moodOfReporting() {
 *     return PgClientCustomizer.forClient("reporting", builder -> builder.mapEnum(Mood.class, "mood"));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface PgClientCustomizer {

    /** What the client of {@code spring.pgnative} itself, which has no name, is called here. */
    String DEFAULT_CLIENT = ClientBeans.DEFAULT_CLIENT;

    /**
     * Changes the builder of any client.
     *
     * @param builder holds what the properties ask for
     */
    void customize(PgClientBuilder builder);

    /**
     * Changes the builder of a client that is told. This is what is called; it calls
     * {@link #customize(PgClientBuilder)} unless overridden.
     *
     * @param client the client's name: that below {@code spring.pgnative.clients}, or that given to a
     *     {@link PgClients}, or {@link #DEFAULT_CLIENT}
     * @param builder holds what the properties ask for
     */
    default void customize(String client, PgClientBuilder builder) {
        customize(builder);
    }

    /**
     * Limits a customizer to one client.
     *
     * @param client the client's name, as in {@link #customize(String, PgClientBuilder)}
     * @param customizer called for this client only
     * @return the limited one
     */
    static PgClientCustomizer forClient(String client, PgClientCustomizer customizer) {
        return new SingleClientCustomizer(client, customizer);
    }
}
