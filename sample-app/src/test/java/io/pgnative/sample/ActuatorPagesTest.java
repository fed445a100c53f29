package io.pgnative.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What the actuator shows of the database over HTTP and JMX, and what it lets operators do. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=*",
            "management.endpoints.jmx.exposure.include=pgpool",
            "management.endpoint.pgpool.access=unrestricted",
            "management.endpoint.pgpool.show-values=always",
            "management.endpoint.health.group.public.include=pgnative",
            "management.endpoint.health.group.public.show-details=never",
            "management.endpoint.health.group.readiness.include=readinessState,pgnative",
            "management.endpoint.health.group.readiness.show-details=always",
            "management.health.pgnative.role=primary",
            "management.health.pgnative.out-of-service-when-saturated=true",
            "management.health.pgnative.timeout=5s",
            "management.metrics.enable.db.client.operation=false",
            "management.metrics.pgnative.event-loop-lag.enabled=true",
            "management.metrics.pgnative.event-loop-lag.interval=10ms",
            "spring.jmx.enabled=true",
            "spring.jmx.unique-names=true",
            "spring.pgnative.pool.max-size=3"
        })
@AutoConfigureWebTestClient(timeout = "60s")
@Timeout(50)
class ActuatorPagesTest {

    private final WebTestClient web;
    private final PgClient pg;
    private final BlockingPgClient blocking;

    ActuatorPagesTest(@Autowired WebTestClient web, @Autowired PgClient pg, @Autowired BlockingPgClient blocking) {
        this.web = web;
        this.pg = pg;
        this.blocking = blocking;
    }

    private WebTestClient.BodyContentSpec page(String path) {
        return web.get()
                .uri("/actuator/" + path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    private HttpStatus post(String client, Map<String, Object> body) {
        return HttpStatus.valueOf(web.post()
                .uri("/actuator/pgpool/" + client)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getStatus()
                .value());
    }

    @Test
    @DisplayName("B52: the endpoint shows pools, connections and statements, and 404 for what is not there")
    void showsPools() {
        blocking.fetch("select * from product where sku = $1", "SKU-001");

        page("pgpool")
                .jsonPath("$.clients.pgClient.database")
                .exists()
                .jsonPath("$.clients.pgClient.connections[0].pid")
                .isNumber()
                .jsonPath("$.clients.pgClient.connections[0].role")
                .isEqualTo("primary")
                .jsonPath("$.clients.pgClient.statements")
                .doesNotExist();
        page("pgpool/pgClient")
                .jsonPath("$.statements[?(@.sql == 'select * from product where sku = $1')].name")
                .exists()
                .jsonPath("$.complete")
                .isEqualTo(true);
        web.get().uri("/actuator/pgpool/nobody").exchange().expectStatus().isNotFound();
    }

    @Test
    @DisplayName("B52: operators resize, clear and expire; what cannot be done is a bad request")
    void changesPools() {
        assertThat(post("pgClient", Map.of("action", "resize", "maxSize", 5))).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(pg.statistics().maxSize()).isEqualTo(5);
        assertThat(post("pgClient", Map.of("action", "resize", "maxSize", 3))).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(post("pgClient", Map.of("action", "resize", "maxSize", 0))).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(post("pgClient", Map.of("action", "resize"))).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(post("pgClient", Map.of("action", "explode"))).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(post("pgClient", Map.of())).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(post("nobody", Map.of("action", "expire"))).isEqualTo(HttpStatus.NOT_FOUND);

        blocking.fetch("select 1");
        assertThat(post("pgClient", Map.of("action", "clear-statement-cache"))).isEqualTo(HttpStatus.NO_CONTENT);
        page("pgpool/pgClient").jsonPath("$.statements").isEmpty();
        int before = blocking.fetchOne(Integer.class, "select pg_backend_pid()");
        assertThat(post("pgClient", Map.of("action", "expire"))).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(blocking.fetchOne(Integer.class, "select pg_backend_pid()")).isNotEqualTo(before);
        assertThat(pg.statistics().maxSize()).isEqualTo(3);
    }

    @Test
    @DisplayName("B52: the same over JMX")
    void speaksJmx() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = server.queryNames(
                        new ObjectName("org.springframework.boot:type=Endpoint,name=Pgpool,*"), null)
                .iterator()
                .next();

        assertThat(server.invoke(name, "pools", new Object[0], new String[0]))
                .isInstanceOfSatisfying(Map.class, pools -> assertThat(pools.toString())
                        .contains("pgClient")
                        .contains("maxSize=3"));
        blocking.fetch("select 1");
        assertThat(server.invoke(
                        name, "change", new Object[] {"pgClient", "clear-statement-cache", null, null}, new String[] {
                            "java.lang.String", "java.lang.String", "java.lang.Integer", "java.lang.Integer"
                        }))
                .isInstanceOfSatisfying(
                        Map.class, pool -> assertThat(pool.get("maxSize")).isEqualTo(3));
        assertThat(pg.connections().toCompletionStage().toCompletableFuture().join())
                .isNotEmpty()
                .allSatisfy(connection -> assertThat(connection.statements()).isEmpty());
    }

    @Test
    @DisplayName(
            "B48: readiness takes in the database, its role and a full pool; details are shown to whom they may be")
    void tellsReadiness() {
        page("health/readiness")
                .jsonPath("$.components.pgnative.details.role")
                .isEqualTo("primary")
                .jsonPath("$.components.pgnative.details.pool.saturated")
                .isEqualTo(false);
        page("health").jsonPath("$.components.pgnative.status").isEqualTo("UP");
        page("health/public").json("{\"status\":\"UP\"}", JsonCompareMode.STRICT);

        Map<Integer, PgConnection> borrowed = new HashMap<>();
        try {
            while (borrowed.size() < 3) {
                borrowed.put(
                        borrowed.size(),
                        pg.acquire(Duration.ofSeconds(60))
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join());
            }
            web.get()
                    .uri("/actuator/health/readiness")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                    .expectBody()
                    .jsonPath("$.components.pgnative.status")
                    .isEqualTo("OUT_OF_SERVICE")
                    .jsonPath("$.components.pgnative.details.pool.saturated")
                    .isEqualTo(true);
        } finally {
            borrowed.values().forEach(connection -> connection
                    .close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join());
        }
    }

    @Test
    @DisplayName(
            "B50: a scrape has all meters with their names, units and tags, but for those of calls, and no secrets")
    void isScraped() {
        Scrape.runStatementsOfAllKinds(blocking);

        Scrape.of(web).assertMeters(Scrape.OWN, Scrape.POOL).assertSeconds("pgnative_query");
    }
}
