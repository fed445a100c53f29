package io.pgnative.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What a collector of traces gets from the sample when it is told where the collector is, as its properties say. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.test.tracing.export=true", "spring.pgnative.password=" + Scrape.CANARY})
@AutoConfigureWebTestClient(timeout = "60s")
class CollectedTracesTest {

    private static final Collector COLLECTOR = new Collector();

    private final WebTestClient web;

    CollectedTracesTest(@Autowired WebTestClient web) {
        this.web = web;
    }

    @DynamicPropertySource
    static void where(DynamicPropertyRegistry properties) {
        properties.add("management.opentelemetry.tracing.export.otlp.endpoint", COLLECTOR::endpoint);
    }

    @AfterAll
    static void stop() {
        COLLECTOR.server.stop(0);
    }

    @Test
    @DisplayName("B51: a collector gets the spans of the statements of a request, and no secrets")
    void bringsTheSpansOfARequestToACollector() {
        web.post()
                .uri("/api/orders")
                .bodyValue(new NewOrder(7L, List.of(new NewOrder.Line("SKU-010", 1))))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(COLLECTOR.text())
                .contains("INSERT customer_order", "BATCH INSERT order_line", "COMMIT", "http post /api/orders")
                .contains("db.system.name", "postgresql", "db.query.text", "order-board"));
        assertThat(COLLECTOR.text()).doesNotContain(Scrape.CANARY).doesNotContain("SKU-010");
    }

    /** Takes whatever is sent to it. Names stand as they are in the encoding of the protocol. */
    private static final class Collector {

        private final Queue<String> received = new ConcurrentLinkedQueue<>();
        private final HttpServer server;

        Collector() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException ex) {
                throw new IllegalStateException(ex);
            }
            server.createContext("/v1/traces", exchange -> {
                boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
                try (InputStream body =
                        zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
                    received.add(new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }

        String endpoint() {
            return "http://localhost:" + server.getAddress().getPort() + "/v1/traces";
        }

        String text() {
            return String.join("", received);
        }
    }
}
