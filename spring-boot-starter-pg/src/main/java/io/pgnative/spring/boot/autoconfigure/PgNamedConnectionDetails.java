package io.pgnative.spring.boot.autoconfigure;

import java.util.List;
import java.util.Set;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the database of clients is that have names, those of {@code spring.pgnative.clients}: what their properties say
 * of it does not count then. It says nothing of the client that has no name, and so is not in the way of its
 * {@link PgNativeConnectionDetails}, of a container or the application's own. Containers with
 * {@link PgServiceConnection} and services of Docker Compose with the label {@code io.pgnative.client} make such beans;
 * an application can declare its own:
 *
 * <pre>{@code
 * @Bean
 * PgNamedConnectionDetails reportingDetails(Vault vault) {
 *     return PgNamedConnectionDetails.of(new VaultDetails(vault, "reporting"), "reporting");
 * }
 * }</pre>
 *
 * <p>The application does not start if two of them serve the same client, or one serves a client that has no property.
 */
public interface PgNamedConnectionDetails extends ConnectionDetails {

    /**
     * The clients that are served.
     *
     * @return their names, as in {@code spring.pgnative.clients.<name>}; at least one
     */
    Set<String> getClients();

    /**
     * Where their database is, and who logs in.
     *
     * @return the details, which are asked again as those of the default client are
     */
    PgNativeConnectionDetails getDetails();

    /**
     * Says for which clients connection details are meant.
     *
     * @param details where the database is
     * @param clients the names of the clients
     * @return the details of these clients
     * @throws IllegalArgumentException if no client is named
     */
    static PgNamedConnectionDetails of(PgNativeConnectionDetails details, String... clients) {
        return new DetailsOfClients(Set.copyOf(List.of(clients)), details);
    }
}
