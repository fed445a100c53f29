package io.pgnative.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
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

    SecretsOnPagesTest(@Autowired WebTestClient web) {
        this.web = web;
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
                "threaddump"
            })
    @DisplayName("S29: no page of the actuator shows a secret")
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
        if (page.equals("configprops/spring.pgnative")) {
            assertThat(body).contains("******");
        }
    }
}
