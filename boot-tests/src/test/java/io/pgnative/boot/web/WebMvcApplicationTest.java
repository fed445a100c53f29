package io.pgnative.boot.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgnative.client.PgClient;
import io.pgnative.client.testing.OnVirtualThreads;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ReactiveAdapterRegistry;

/** The application on Spring MVC. */
class WebMvcApplicationTest extends WebStackTests {

    private final TestDatabase database;

    WebMvcApplicationTest(TestDatabase database) {
        super(WebApplicationType.SERVLET, database);
        this.database = database;
    }

    @Test
    @DisplayName("B54: the blocking face serves threads that may wait")
    void blocksThreadsOfTheServer() {
        HttpResponse<String> response = get("/blocking");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"books\":[{\"id\":7,\"title\":\"Lavinia\"}]");
    }

    @Test
    @OnVirtualThreads
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
    void answersWithTheFailureOfAnArrayOfWhichNothingWasSent() {
        HttpResponse<String> response = get("/plain/failing?line=50");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"state\":\"22012\"");
    }

    @Test
    void leavesToSpringWhatIsNoArrayOfWholeElements() {
        assertThat(get("/advised/wrapped").body()).isEqualTo("{\"books\":[{\"id\":7,\"title\":\"Lavinia\"}]}");
        assertThat(get("/advised/brief").body()).isEqualTo("[{\"id\":7}]");
        assertThat(get("/plain/text").body()).isEqualTo("line 1line 2");
        assertThat(get("/plain/none", "image/png").statusCode()).isEqualTo(406);
        assertThat(get("/plain/none", "text/html,application/json;q=0.8,*/*;q=0.7")
                        .headers()
                        .firstValue("Content-Type"))
                .contains("application/json");
    }

    @Test
    void endsArraysWhenTheTimeOfAsynchronousRequestsIsOver() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port());
                ConfigurableApplicationContext context =
                        start(WebApplicationType.SERVLET, database, proxy, "spring.mvc.async.request-timeout=2s")) {
            HttpClient http = HttpClient.newHttpClient();
            assertThat(get(http, port(context), "/plain/waiting?lines=10", "*/*")
                            .statusCode())
                    .isEqualTo(503);
            // A machine may be too slow to send anything in that time.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> isBroken(http, port(context), "/plain/waiting?lines=10000"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> context.getBean(PgClient.class).statistics().busy() == 0);
        }
    }

    private static boolean isBroken(HttpClient http, int port, String path) {
        try {
            assertThat(get(http, port, path, "*/*").statusCode()).isEqualTo(503);
            return false;
        } catch (UncheckedIOException broken) {
            return true;
        }
    }

    @Test
    void collectsArraysWhereThatIsAskedFor() {
        try (RecordingProxy proxy = RecordingProxy.start(database.host(), database.port());
                ConfigurableApplicationContext context = start(
                        WebApplicationType.SERVLET, database, proxy, "spring.pgnative.web.stream-json-arrays=false")) {
            HttpClient http = HttpClient.newHttpClient();
            // Nothing is sent before the last element is there.
            HttpResponse<String> response = get(http, port(context), "/plain/failing?line=90000", "*/*");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(get(http, port(context), "/plain/none", "*/*").body()).isEqualTo("[]");
        }
    }

    @Test
    void leavesTheSharedRegistryAlone() {
        assertThat(ReactiveAdapterRegistry.getSharedInstance().getAdapter(Future.class))
                .isNull();
    }
}
