package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;

/**
 * Makes further clients by hand, just as the auto-configuration makes its own: with the same properties and their
 * checks, the application's Vert.x instance, JSON mapper and {@link PgClientCustomizer} beans. A bean of this type is
 * there unless {@code spring.pgnative.enabled} is false. What it has made is suspended while the context is stopped or
 * paused, and closed when it closes.
 *
 * <pre>{@code
 * @Bean(defaultCandidate = false)
 * @ConfigurationProperties("app.reporting")
 * PgNativeProperties reportingProperties() {
 *     return new PgNativeProperties();
 * }
 *
 * @Bean(defaultCandidate = false, destroyMethod = "")
 * @Qualifier("reporting")
 * PgClient reportingPgClient(
 *         PgClients clients, @Qualifier("reportingProperties") PgNativeProperties properties) {
 *     return clients.create("reporting", "app.reporting", properties);
 * }
 * }</pre>
 *
 * <p>{@code spring.pgnative.clients} does the same without code.
 */
public interface PgClients {

    /**
     * Makes a client whose database is where its properties say. With {@code pool.initialization=fail-fast} it is
     * connected when this returns.
     *
     * @param name the client's name: told to customizers, and the pool's name where {@code pool.name} says nothing
     * @param prefix where the properties are bound, such as {@code app.reporting}, for messages
     * @param properties what the client is to be like
     * @return the client, which is not to be closed by its user
     * @throws io.pgnative.spring.boot.diagnostics.PgStartupException if a property cannot be used or none says where
     *     the database is, or, when it is to fail fast, if no connection can be opened
     */
    PgClient create(String name, String prefix, PgNativeProperties properties);

    /**
     * Makes a client whose database is where connection details say; see {@link #create(String, String,
     * PgNativeProperties)}.
     *
     * @param name the client's name
     * @param prefix where the properties are bound, for messages
     * @param properties what the client is to be like; what they say of where the database is does not count
     * @param details where the database is
     * @return the client, which is not to be closed by its user
     * @throws io.pgnative.spring.boot.diagnostics.PgStartupException if a property cannot be used, or, when it is to
     *     fail fast, if no connection can be opened
     */
    PgClient create(String name, String prefix, PgNativeProperties properties, PgNativeConnectionDetails details);
}
