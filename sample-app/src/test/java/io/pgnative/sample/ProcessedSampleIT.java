package io.pgnative.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The archive as it is delivered, started with what was processed ahead of time. */
@Timeout(300)
class ProcessedSampleIT {

    private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

    private static final String END = "(the end)";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private final Process process;

    ProcessedSampleIT() throws IOException {
        String jar = Objects.requireNonNull(System.getProperty("sample.jar"), "sample.jar");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dspring.aot.enabled=true",
                "-jar",
                jar,
                "--server.port=0");
        // Not one's own database, wherever the tests run.
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("SPRING_"));
        process = builder.redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "sample-output");
        reader.setDaemon(true);
        reader.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException ex) {
            lines.add(ex.toString());
        }
        lines.add(END);
    }

    @Test
    @DisplayName("B56: the sample starts and serves when it was processed ahead of time")
    void servesWhenProcessedAheadOfTime() throws IOException, InterruptedException {
        StringBuilder log = new StringBuilder();
        int port = 0;
        while (port == 0) {
            String line = lines.take();
            log.append(line).append('\n');
            assertThat(line).as(log.toString()).isNotEqualTo(END);
            Matcher started = PORT.matcher(line);
            port = started.find() ? Integer.parseInt(started.group(1)) : 0;
        }
        assertThat(log).contains("Starting AOT-processed OrderBoardApplication").contains("Tables made and filled");

        assertThat(get(port, "/api/orders")).contains("\"orders\"");
        assertThat(get(port, "/actuator/health")).contains("\"status\":\"UP\"").contains("pgnative");
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
