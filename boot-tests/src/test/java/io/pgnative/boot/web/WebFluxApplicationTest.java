package io.pgnative.boot.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.core.ReactiveAdapterRegistry;

/** The application on WebFlux. */
class WebFluxApplicationTest extends WebStackTests {

    private final TestDatabase database;

    WebFluxApplicationTest(TestDatabase database) {
        super(WebApplicationType.REACTIVE, database);
        this.database = database;
    }

    @Test
    @DisplayName("B54: the blocking face refuses to hold up an event loop")
    void refusesToBlockAnEventLoop() {
        HttpResponse<String> response = get("/blocking");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .contains("\"kind\":\"PgMisuseException\"")
                .contains("which must not wait; use PgClient or its reactive() face there, or another thread");
    }

    @Test
    @DisplayName("B53: a reader that leaves cancels the statement of a Mono")
    void cancelsTheStatementOfAMono() throws IOException {
        String running = "select count(*) from pg_stat_activity where state = 'active' and query like"
                + " 'select pg_sleep(600)%' and datname = current_database()";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream()
                    .write("GET /plain/sleep HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofSeconds(60)).until(() -> database.query(running), "1"::equals);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> database.query(running), "0"::equals);
    }

    @Test
    void leavesTheSharedRegistryAlone() {
        assertThat(ReactiveAdapterRegistry.getSharedInstance().getAdapter(Future.class))
                .isNull();
    }
}
