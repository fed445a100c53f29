package io.pgnative.boot.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pgnative.client.PgClient;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.testing.Direction;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What both stacks answer, over HTTP. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
abstract class WebStackTests {

    private static final String NDJSON = "application/x-ndjson";
    private static final String SSE = "text/event-stream";
    private static final String JSON = "application/json";

    private static final int MANY = 1_000_000;
    /** All of them are more than 100 MB; what may be on the way is in the buffers of sockets, and in two batches. */
    private static final long WINDOW_BYTES = 24 << 20;

    private static final String BOOK_JSON = "{\"id\":7,\"title\":\"Lavinia\"}";

    private final WebApplicationType type;
    private final TestDatabase database;
    private final RecordingProxy proxy;
    private final HttpClient http = HttpClient.newHttpClient();
    private ConfigurableApplicationContext context;

    WebStackTests(WebApplicationType type, TestDatabase database) {
        this.type = type;
        this.database = database;
        this.proxy = RecordingProxy.start(database.host(), database.port());
        this.proxy.recording(false);
        this.context = start();
    }

    @BeforeAll
    void listens() {
        assertThat(port()).isPositive();
    }

    @AfterAll
    void stop() {
        context.close();
        proxy.close();
    }

    private ConfigurableApplicationContext start() {
        return start(type, database, proxy);
    }

    static ConfigurableApplicationContext start(
            WebApplicationType type, TestDatabase database, RecordingProxy proxy, String... properties) {
        return new SpringApplicationBuilder(WebApplication.class)
                .web(type)
                .properties(
                        "server.port=0",
                        "spring.pgnative.host=" + proxy.host(),
                        "spring.pgnative.port=" + proxy.port(),
                        "spring.pgnative.database=" + database.database(),
                        "spring.pgnative.username=" + database.user(),
                        "spring.pgnative.password=" + database.password(),
                        "spring.pgnative.pool.max-size=2")
                .properties(properties)
                .run();
    }

    final int port() {
        return port(context);
    }

    static int port(ConfigurableApplicationContext of) {
        return of.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    final HttpResponse<String> get(String path) {
        return get(path, "*/*");
    }

    final HttpResponse<String> get(String path, String accept) {
        return get(http, port(), path, accept);
    }

    static HttpResponse<String> get(HttpClient http, int port, String path, String accept) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .header("Accept", accept)
                    .timeout(Duration.ofSeconds(60))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    final PgClient client() {
        return context.getBean(PgClient.class);
    }

    // ---- single answers

    @ParameterizedTest
    @ValueSource(strings = {"future", "stage", "mono"})
    @DisplayName("B53: a value is the body")
    void answersWithTheValue(String kind) {
        HttpResponse<String> response = get("/" + kind + "/value");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(BOOK_JSON);
    }

    @Test
    @DisplayName("B53: several values are an array")
    void answersWithAllValues() {
        assertThat(get("/flux/value").body()).isEqualTo("[" + BOOK_JSON + "]");
        assertThat(get("/future/list").body()).isEqualTo("[" + BOOK_JSON + "]");
        assertThat(get("/flux/empty").body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "stage", "mono"})
    @DisplayName("B53: none is an empty body")
    void answersWithNothing(String kind) {
        HttpResponse<String> response = get("/" + kind + "/empty");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "stage", "mono", "flux"})
    @DisplayName("B53: a failure is what the exception handlers make of it")
    void answersWithTheFailure(String kind) {
        HttpResponse<String> response = get("/" + kind + "/failed");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"kind\":\"PgServerException\"").contains("\"state\":\"22012\"");
    }

    @Test
    void answersWithTheResponseOfAFuture() {
        HttpResponse<String> response = get("/future/response");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).contains("/books/7");
        assertThat(response.body()).isEqualTo(BOOK_JSON);
    }

    @Test
    void writesRowsByTheNamesOfTheirColumns() {
        assertThat(get("/future/row").body()).isEqualTo(BOOK_JSON);
        assertThat(get("/future/rows").body()).isEqualTo("[{\"n\":1,\"text\":\"1\"},{\"n\":2,\"text\":\"2\"}]");
        assertThat(get("/future/everything").body())
                .isEqualTo("{\"a\":1,\"b\":2.50,\"c\":\"NaN\",\"d\":\"x\",\"e\":null,\"f\":true,\"g\":\"2026-01-02\","
                        + "\"h\":\"2026-01-02T03:04:05.678Z\",\"i\":\"infinity\",\"j\":{\"k\": [1, 2.00]},"
                        + "\"k\":[null],\"l\":\"AQI=\",\"m\":[1,null,3],\"n\":\"P1M2D\","
                        + "\"o\":\"10.0.0.0/8\",\"p\":\"[1,5)\",\"q\":{\"f1\":1,\"f2\":\"two\"},\"r\":\"12:34:00\","
                        + "\"s\":\"a1b2c3d4-0000-0000-0000-000000000000\",\"t\":\"last\",\"u\":1.5,"
                        + "\"v\":[{\"k\":1}]}");
    }

    // ---- streams

    @ParameterizedTest
    @ValueSource(strings = {"flux", "flow"})
    void streamsInEachForm(String kind) {
        String path = "/stream/" + kind + "?lines=1000";
        String array = get(path, JSON).body();
        assertThat(array).startsWith("[{\"id\":1,").endsWith("}]");
        String lines = get(path, NDJSON).body();
        assertThat(lines.lines().toList()).hasSize(1000).allMatch(line -> line.endsWith("}"));
        assertThat("[" + String.join(",", lines.lines().toList()) + "]").isEqualTo(array);
        String events = get(path, SSE).body();
        assertThat(events.lines().filter(line -> line.startsWith("data:")).map(line -> line.substring(5)))
                .containsExactlyElementsOf(lines.lines().toList());
        awaitAllIdle();
    }

    @Test
    @DisplayName("B53: a document of several lines is in one line of NDJSON, and in one of an event")
    void writesDocumentsInOneLine() {
        String rest = ",\"document\":{ \"k\":  [2.00, \"a\\nb\"]},\"several\":[[1]],\"part\":{\"f1\":{\"k\":1}}}";
        String[] rows = {"{\"n\":1" + rest, "{\"n\":2" + rest};
        assertThat(get("/stream/documents", NDJSON).body().lines()).containsExactly(rows);
        assertThat(get("/stream/documents", SSE).body().lines())
                .containsExactly("data:" + rows[0], "", "data:" + rows[1], "");
        assertThat(get("/stream/documents", JSON).body()).isEqualTo("[" + String.join(",", rows) + "]");
    }

    @Test
    void streamsResponseEntities() {
        HttpResponse<String> response = get("/plain/entity?lines=1000");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("X-Lines")).contains("1000");
        assertThat(response.headers().firstValue("Content-Type")).contains(JSON);
        assertThat(response.body())
                .isEqualTo(get("/stream/flux?lines=1000", JSON).body())
                .endsWith("}]");
        assertThat(get("/plain/none").body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, NDJSON, SSE})
    @DisplayName("B53: a stream that fails when a part was sent is a broken response")
    void breaksStreamsThatFail(String form) {
        assertThatThrownBy(() -> get("/plain/failing?line=90000", form)).isInstanceOf(UncheckedIOException.class);
        awaitAllIdle();
    }

    @Test
    @DisplayName("B53: a stream that fails before anything was sent is an error")
    void answersWithTheFailureOfAStream() {
        HttpResponse<String> response = get("/plain/failing?line=1");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"kind\":\"PgServerException\"").contains("\"state\":\"22012\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flux", "flow"})
    @DisplayName(
            "B53: a slow reader of 1,000,000 rows is sent no more than it takes, and one that leaves ends the stream")
    void sendsNoMoreThanASlowReaderTakes(String kind) throws IOException {
        // The forms differ in the stack alone, so that one of them will do for the second kind of publisher.
        for (String form : kind.equals("flux") ? List.of(JSON, NDJSON, SSE) : List.of(JSON)) {
            get("/future/value");
            long before = proxy.forwardedBytes(Direction.TO_CLIENT);
            try (Socket socket = new Socket()) {
                socket.setReceiveBufferSize(16 << 10);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
                socket.getOutputStream()
                        .write(("GET /stream/" + kind + "?lines=" + MANY + " HTTP/1.1\r\nHost: localhost\r\nAccept: "
                                        + form + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                assertThat(new String(in.readNBytes(4096), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 200")
                        .contains("line 1.");
                long sent = awaitStandstill() - before;
                assertThat(sent).as("bytes of %s", form).isLessThan(WINDOW_BYTES);
                assertThat(client().statistics().busy()).isOne();
                // It goes on when more is taken.
                in.readNBytes((int) (2 * sent));
                assertThat(proxy.forwardedBytes(Direction.TO_CLIENT) - before).isGreaterThan(sent);
                assertThat(client().statistics().busy()).isOne();
            }
            awaitAllIdle();
            assertThat(get("/future/value").body()).isEqualTo(BOOK_JSON);
        }
        PoolStatistics statistics = client().statistics();
        assertThat(statistics.opened()).isLessThanOrEqualTo(2);
        assertThat(database.query("select count(*) from pg_stat_activity where state <> 'idle' and datname ="
                        + " current_database() and pid <> pg_backend_pid()"))
                .isEqualTo("0");
    }

    private long awaitStandstill() {
        long[] seen = {-1, 0};
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    long now = proxy.forwardedBytes(Direction.TO_CLIENT);
                    seen[1] = now == seen[0] ? seen[1] + 1 : 0;
                    seen[0] = now;
                    return seen[1] >= 4;
                });
        return seen[0];
    }

    private void awaitAllIdle() {
        await().atMost(Duration.ofSeconds(60)).until(() -> client().statistics().busy() == 0);
    }
}
