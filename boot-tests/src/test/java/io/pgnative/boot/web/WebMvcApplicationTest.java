package io.pgnative.boot.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ReactiveAdapterRegistry;

/** The application on Spring MVC, which collects a JSON array by itself before it writes it. */
class WebMvcApplicationTest extends WebStackTests {

    private final TestDatabase database;

    WebMvcApplicationTest(TestDatabase database) {
        super(WebApplicationType.SERVLET, database);
        this.database = database;
    }

    @Override
    List<String> streamingForms() {
        return List.of("application/x-ndjson", "text/event-stream");
    }

    @Test
    @DisplayName("B54: the blocking face serves threads that may wait")
    void blocksThreadsOfTheServer() {
        HttpResponse<String> response = get("/blocking");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"books\":[{\"id\":7,\"title\":\"Lavinia\"}]");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    @DisplayName("B54: the blocking face serves virtual threads")
    void blocksVirtualThreads() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port());
                ConfigurableApplicationContext context =
                        start(WebApplicationType.SERVLET, database, proxy, "spring.threads.virtual.enabled=true")) {
            HttpResponse<String> response = get(HttpClient.newHttpClient(), port(context), "/blocking", "*/*");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("VirtualThread").contains("\"title\":\"Lavinia\"");
        }
    }

    @Test
    void answersWithoutFutureSupportWhereThatIsSwitchedOff() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port());
                ConfigurableApplicationContext context = start(
                        WebApplicationType.SERVLET, database, proxy, "spring.pgnative.web.future-support=false")) {
            assertThat(context.containsBean("pgFutureWebMvcConfigurer")).isFalse();
            assertThat(get(HttpClient.newHttpClient(), port(context), "/mono/value", "*/*")
                            .body())
                    .isEqualTo("{\"id\":7,\"title\":\"Lavinia\"}");
        }
    }

    @Test
    void leavesTheSharedRegistryAlone() {
        assertThat(ReactiveAdapterRegistry.getSharedInstance().getAdapter(Future.class))
                .isNull();
    }
}
