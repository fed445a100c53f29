package io.pgnative.spring.boot.actuate.endpoint;

import io.pgnative.client.ConnectionStatistics;
import io.pgnative.client.PgClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows the pools of all clients with their connections and what runs on them, and changes them if that is allowed:
 * unless {@code management.endpoint.pgpool.access} says otherwise it only reads. Values of parameters are never shown.
 */
@Endpoint(id = "pgpool", defaultAccess = Access.READ_ONLY)
public class PgPoolEndpoint {

    private static final Logger logger = LoggerFactory.getLogger(PgPoolEndpoint.class);

    private final Map<String, PgClient> clients;
    private final Show showValues;
    private final Duration timeout;

    /**
     * Makes one.
     *
     * @param clients by name
     * @param showValues when texts of statements are shown
     * @param timeout how long to wait for event loops that are asked for their connections
     */
    public PgPoolEndpoint(Map<String, PgClient> clients, Show showValues, Duration timeout) {
        this.clients = new LinkedHashMap<>(clients);
        this.showValues = showValues;
        this.timeout = timeout;
    }

    /**
     * All clients.
     *
     * @return their pools and connections
     */
    @ReadOperation
    public PgPoolsDescriptor pools() {
        return pools(showValues.isShown(true));
    }

    PgPoolsDescriptor pools(boolean showsTexts) {
        Map<String, PgPoolDescriptor> described = new LinkedHashMap<>();
        clients.forEach((name, client) -> described.put(name, describe(client, showsTexts, false)));
        return new PgPoolsDescriptor(described);
    }

    /**
     * One client.
     *
     * @param client its name
     * @return its pool, its connections and what is prepared on them; null if there is no such client
     */
    @ReadOperation
    public @Nullable PgPoolDescriptor pool(@Selector String client) {
        return pool(client, showValues.isShown(true));
    }

    @Nullable PgPoolDescriptor pool(String name, boolean showsTexts) {
        PgClient client = clients.get(name);
        return client == null ? null : describe(client, showsTexts, true);
    }

    /**
     * Changes a client.
     *
     * @param client its name
     * @param action what to do
     * @param maxSize for {@link PgPoolAction#RESIZE}: the most connections
     * @param minIdle for {@link PgPoolAction#RESIZE}: the idle connections kept ready; as before, if that is possible,
     *     when null
     * @return the client afterwards
     * @throws InvalidEndpointRequestException if there is no such client, or that cannot be done
     */
    @WriteOperation
    public PgPoolDescriptor change(
            @Selector String client, PgPoolAction action, @Nullable Integer maxSize, @Nullable Integer minIdle) {
        boolean isThere = change(client, action, maxSize, minIdle, "JMX");
        PgPoolDescriptor changed = isThere ? pool(client) : null;
        if (changed == null) {
            throw refused("there is no client " + client + "; there are " + clients.keySet());
        }
        return changed;
    }

    /** False if there is no such client. */
    boolean change(
            String name, PgPoolAction action, @Nullable Integer maxSize, @Nullable Integer minIdle, String requester) {
        PgClient client = clients.get(name);
        if (client == null) {
            return false;
        }
        if (action != PgPoolAction.RESIZE && (maxSize != null || minIdle != null)) {
            throw refused("maxSize and minIdle are for the action resize only");
        }
        switch (action) {
            case EXPIRE -> client.expireConnections();
            case CLEAR_STATEMENT_CACHE -> client.clearStatementCaches();
            case RESIZE -> resize(client, maxSize, minIdle);
        }
        logger.info(
                "{} of client \"{}\", asked for by {}: maxSize={}, minIdle={}",
                action,
                name,
                requester,
                client.statistics().maxSize(),
                client.statistics().minIdle());
        return true;
    }

    private static void resize(PgClient client, @Nullable Integer maxSize, @Nullable Integer minIdle) {
        if (maxSize == null || maxSize < 1) {
            throw refused("maxSize is " + maxSize + "; the action resize takes 1 or more");
        }
        int idle = minIdle == null ? Math.min(client.statistics().minIdle(), maxSize) : minIdle;
        if (idle < 0 || idle > maxSize) {
            throw refused("minIdle is " + idle + "; expected 0 to " + maxSize);
        }
        client.resize(maxSize, idle);
    }

    private static InvalidEndpointRequestException refused(String reason) {
        return new InvalidEndpointRequestException(reason, reason);
    }

    private PgPoolDescriptor describe(PgClient client, boolean showsTexts, boolean withStatements) {
        StatementTexts texts = new StatementTexts(showsTexts);
        List<ConnectionStatistics> connections = connections(client);
        List<ConnectionStatistics> seen = connections == null ? List.of() : connections;
        return PgPoolDescriptor.of(
                client.options().pool().name(),
                client.options().database(),
                client.statistics(),
                connections != null,
                seen.stream()
                        .map(each -> PgConnectionDescriptor.of(each, texts))
                        .toList(),
                withStatements ? PgStatementDescriptor.of(seen, texts) : null);
    }

    /** Null if they could not be looked at in time. */
    private @Nullable List<ConnectionStatistics> connections(PgClient client) {
        try {
            return client.connections()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException ex) {
            logger.debug("The connections of a pool could not be looked at", ex);
            return null;
        }
    }
}
