package io.pgnative.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.spring.boot.autoconfigure.PgNativeConnectionDetails;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The sample as it is started for development, with what a configuration of its tests knows about the database. */
@Timeout(180)
class StartedFromMainTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** In place of a container, which would do the same with {@code @ServiceConnection}. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Database {

        @Bean
        EmbeddedPostgres server() throws IOException {
            return EmbeddedPostgres.builder().start();
        }

        @Bean
        PgNativeConnectionDetails details(EmbeddedPostgres server) {
            return new PgNativeConnectionDetails() {

                @Override
                public String getHost() {
                    return "localhost";
                }

                @Override
                public int getPort() {
                    return server.getPort();
                }

                @Override
                public String getDatabase() {
                    return "postgres";
                }

                @Override
                public String getUsername() {
                    return "postgres";
                }
            };
        }
    }

    @Test
    @DisplayName("B58: the sample's main method runs with the database of a test configuration")
    void runsWithTheDatabaseOfATestConfiguration() {
        try (ConfigurableApplicationContext context = SpringApplication.from(OrderBoardApplication::main)
                .with(Database.class)
                .run("--server.port=0")
                .getApplicationContext()) {
            assertThat(context.getBean(PgClient.class).options().port())
                    .isEqualTo(context.getBean(EmbeddedPostgres.class).getPort());
            WebTestClient.bindToServer()
                    .baseUrl("http://localhost:" + context.getEnvironment().getProperty("local.server.port"))
                    .responseTimeout(LIMIT)
                    .build()
                    .get()
                    .uri("/api/orders")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.orders")
                    .isNotEmpty();
        }
    }
}
