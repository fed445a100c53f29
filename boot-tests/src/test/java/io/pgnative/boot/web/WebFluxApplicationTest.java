package io.pgnative.boot.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.core.ReactiveAdapterRegistry;

/** The application on WebFlux. */
class WebFluxApplicationTest extends WebStackTests {

    WebFluxApplicationTest(TestDatabase database) {
        super(WebApplicationType.REACTIVE, database);
    }

    @Override
    List<String> streamingForms() {
        return List.of("application/json", "application/x-ndjson", "text/event-stream");
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
    void leavesTheSharedRegistryAlone() {
        assertThat(ReactiveAdapterRegistry.getSharedInstance().getAdapter(Future.class))
                .isNull();
    }
}
