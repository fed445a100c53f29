package io.pgnative.spring.boot.actuate.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.pgnative.client.ConnectionStatistics;
import io.pgnative.client.PgClient;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.RunningStatement;
import io.pgnative.client.ServerVersion;
import io.pgnative.spring.boot.actuate.endpoint.PgPoolEndpoint;
import io.pgnative.spring.boot.actuate.endpoint.PgPoolEndpointWebExtension;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.jmx.ExposableJmxEndpoint;
import org.springframework.boot.actuate.endpoint.jmx.JmxEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.jmx.JmxOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the properties of the endpoint {@code pgpool} do. */
@Timeout(60)
class PgPoolEndpointPropertiesTest {

    private final Vertx vertx = Vertx.vertx();
    private final PgClient client = mock(PgClient.class);
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    EndpointAutoConfiguration.class,
                    JmxEndpointAutoConfiguration.class,
                    PgPoolEndpointAutoConfiguration.class))
            .withBean("pgClient", PgClient.class, () -> client, definition -> definition.setDestroyMethodName(""))
            // Nobody else's.
            .withBean(MBeanServer.class, MBeanServerFactory::newMBeanServer)
            .withPropertyValues(
                    "spring.jmx.enabled=true",
                    "management.endpoints.jmx.exposure.include=pgpool",
                    "management.endpoints.web.exposure.include=pgpool");

    PgPoolEndpointPropertiesTest() {
        when(client.options())
                .thenReturn(PgClient.builder(vertx)
                        .dsn("postgres://app@db.example.com/shop")
                        .options());
        when(client.statistics()).thenReturn(new PoolStatistics(1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        when(client.connections()).thenReturn(Future.succeededFuture(List.of(busy("select 'Ursula'"))));
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static ConnectionStatistics busy(String sql) {
        return new ConnectionStatistics(
                4711,
                "db.example.com",
                5432,
                ServerVersion.parse("18.1"),
                ConnectionStatistics.Role.PRIMARY,
                true,
                ConnectionStatistics.State.BUSY,
                Duration.ofMillis(20),
                Duration.ofMillis(30),
                40,
                1,
                new RunningStatement(QueryEvent.Operation.FETCH, "pgn_3", sql, Duration.ofSeconds(3)),
                List.of());
    }

    private static SecurityContext somebody(String role) {
        SecurityContext somebody = mock(SecurityContext.class);
        when(somebody.getPrincipal()).thenReturn(mock(Principal.class));
        when(somebody.isUserInRole(role)).thenReturn(true);
        return somebody;
    }

    @Test
    @DisplayName("B52: texts are hidden unless show-values says otherwise, and shown to the roles that are named")
    void showsTextsToThoseWhoMaySeeThem() {
        SecurityContext operator = somebody("operator");
        SecurityContext guest = somebody("guest");
        runner.run(context -> {
            PgPoolEndpointWebExtension web = context.getBean(PgPoolEndpointWebExtension.class);
            assertThat(web.pools(operator).toString()).contains("SELECT").doesNotContain("Ursula");
        });
        runner.withPropertyValues("management.endpoint.pgpool.show-values=always")
                .run(context -> {
                    PgPoolEndpointWebExtension web = context.getBean(PgPoolEndpointWebExtension.class);
                    assertThat(web.pools(SecurityContext.NONE).toString()).contains("Ursula");
                });
        runner.withPropertyValues(
                        "management.endpoint.pgpool.show-values=when-authorized",
                        "management.endpoint.pgpool.roles=operator")
                .run(context -> {
                    PgPoolEndpointWebExtension web = context.getBean(PgPoolEndpointWebExtension.class);
                    assertThat(web.pools(operator).toString()).contains("Ursula");
                    assertThat(web.pools(guest).toString()).doesNotContain("Ursula");
                });
    }

    @Test
    @DisplayName("B52: event loops that do not answer are waited for as long as the property says")
    void looksNoLongerThanItMay() {
        when(client.connections())
                .thenReturn(Promise.<List<ConnectionStatistics>>promise().future());
        runner.withPropertyValues("management.endpoint.pgpool.timeout=20ms")
                .run(context -> assertThat(Objects.requireNonNull(
                                        context.getBean(PgPoolEndpoint.class).pool("pgClient"))
                                .complete())
                        .isFalse());
    }

    @Test
    @DisplayName("B52: an answer is kept for as long as the property says")
    void keepsAnAnswerAsLongAsItMay() {
        runner.run(context -> {
            JmxOperation pools = pools(context.getBean(JmxEndpointsSupplier.class));
            assertThat(ask(pools)).isNotSameAs(ask(pools));
        });
        runner.withPropertyValues("management.endpoint.pgpool.cache.time-to-live=1h")
                .run(context -> {
                    JmxOperation pools = pools(context.getBean(JmxEndpointsSupplier.class));
                    assertThat(ask(pools)).isSameAs(ask(pools));
                });
    }

    private static JmxOperation pools(JmxEndpointsSupplier endpoints) {
        ExposableJmxEndpoint endpoint = endpoints.getEndpoints().iterator().next();
        return endpoint.getOperations().stream()
                .filter(operation -> operation.getName().equals("pools"))
                .findFirst()
                .orElseThrow();
    }

    private static Object ask(JmxOperation operation) {
        return Objects.requireNonNull(operation.invoke(new InvocationContext(SecurityContext.NONE, Map.of())));
    }
}
