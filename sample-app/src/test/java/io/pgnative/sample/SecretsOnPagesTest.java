package io.pgnative.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Every page of the actuator, with secrets among the properties. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.health.show-details=always",
            "spring.pgnative.password=" + SecretsOnPagesTest.CANARY,
            "spring.pgnative.ssl.key-password=" + SecretsOnPagesTest.CANARY
        })
@AutoConfigureWebTestClient(timeout = "30s")
class SecretsOnPagesTest {

    static final String CANARY = "canary-1618";

    private final WebTestClient web;
    private final BlockingPgClient pg;

    SecretsOnPagesTest(@Autowired WebTestClient web, @Autowired BlockingPgClient pg) {
        // A dump of the threads of all that has run before is long.
        this.web = web.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
                .build();
        this.pg = pg;
    }

    /** A value that is an argument, one that is a literal, and one that an error quotes. */
    @BeforeEach
    void haveSecretsInStatements() {
        assertThat(pg.fetchValue(String.class, "select $1::text", CANARY)).contains(CANARY);
        assertThat(pg.fetchValue(String.class, "select '" + CANARY + "' || $1::text", "!"))
                .contains(CANARY + "!");
        assertThatThrownBy(() -> pg.fetch("select '" + CANARY + "'::int")).hasMessageContaining(CANARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "health",
                "env",
                "env/spring.pgnative.password",
                "env/spring.pgnative.ssl.key-password",
                "configprops",
                "configprops/spring.pgnative",
                "beans",
                "conditions",
                "info",
                "loggers",
                "mappings",
                "metrics",
                "metrics/pgnative.query",
                "pgpool",
                "pgpool/pgClient",
                "prometheus",
                "threaddump"
            })
    @DisplayName("S29, B7: no page of the actuator shows a secret")
    void showsNoSecrets(String page) {
        String body = Objects.requireNonNull(web.get()
                .uri("/actuator/" + page)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
        assertThat(body).isNotBlank().doesNotContain(CANARY);
        if (page.equals("configprops/spring.pgnative") || page.equals("pgpool/pgClient")) {
            assertThat(body).contains("******");
        }
    }

    @Test
    @DisplayName("B52: over HTTP the endpoint only reads, unless it is told otherwise")
    void changesNothing() {
        web.post()
                .uri("/actuator/pgpool/pgClient")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("action", "expire"))
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
    }
}
