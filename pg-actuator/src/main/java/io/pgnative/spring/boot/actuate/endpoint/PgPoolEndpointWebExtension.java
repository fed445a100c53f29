package io.pgnative.spring.boot.actuate.endpoint;

import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** {@link PgPoolEndpoint} over HTTP, which knows who asks. */
@EndpointWebExtension(endpoint = PgPoolEndpoint.class)
public class PgPoolEndpointWebExtension {

    private final PgPoolEndpoint endpoint;
    private final Show showValues;
    private final Set<String> roles;

    /**
     * Makes one.
     *
     * @param endpoint what does the work
     * @param showValues when texts of statements are shown
     * @param roles of those to whom they are shown
     */
    public PgPoolEndpointWebExtension(PgPoolEndpoint endpoint, Show showValues, Set<String> roles) {
        this.endpoint = endpoint;
        this.showValues = showValues;
        this.roles = Set.copyOf(roles);
    }

    /**
     * All clients.
     *
     * @param securityContext who asks
     * @return their pools and connections
     */
    @ReadOperation
    public PgPoolsDescriptor pools(SecurityContext securityContext) {
        return endpoint.pools(showValues.isShown(securityContext, roles));
    }

    /**
     * One client.
     *
     * @param securityContext who asks
     * @param client its name
     * @return its pool, its connections and what is prepared on them; 404 if there is no such client
     */
    @ReadOperation
    public WebEndpointResponse<PgPoolDescriptor> pool(SecurityContext securityContext, @Selector String client) {
        PgPoolDescriptor described = endpoint.pool(client, showValues.isShown(securityContext, roles));
        return described == null
                ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
                : new WebEndpointResponse<>(described);
    }

    /**
     * Changes a client.
     *
     * @param securityContext who asks
     * @param client its name
     * @param action what to do
     * @param maxSize for {@link PgPoolAction#RESIZE}: the most connections
     * @param minIdle for {@link PgPoolAction#RESIZE}: the idle connections kept ready
     * @return 204, or 404 if there is no such client
     */
    @WriteOperation
    public WebEndpointResponse<Void> change(
            SecurityContext securityContext,
            @Selector String client,
            PgPoolAction action,
            @Nullable Integer maxSize,
            @Nullable Integer minIdle) {
        Principal principal = securityContext.getPrincipal();
        String requester = principal == null ? "somebody unauthenticated" : principal.getName();
        return endpoint.change(client, action, maxSize, minIdle, requester)
                ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT)
                : new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
    }
}
