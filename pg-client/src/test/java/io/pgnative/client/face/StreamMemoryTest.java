package io.pgnative.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.StreamRows;
import io.pgnative.client.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A JVM of its own, in which a result that is held fails. More rows, and more memory, with system properties. */
@ExtendWith(PostgresExtension.class)
class StreamMemoryTest {

    private static final int ROWS = Integer.getInteger("pgnative.test.stream-rows", 4_000_000);
    private static final int HEAP = Integer.getInteger("pgnative.test.stream-heap", 24);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @DisplayName("F62: a result of many times the size of the heap goes through a slow consumer")
    void streamsMoreThanFitsIntoMemory(TestDatabase database) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP + "m",
                "-cp",
                System.getProperty("java.class.path"),
                StreamRows.class.getName(),
                String.valueOf(ROWS));
        builder.environment().put("PGNATIVE_DSN", database.dsn());
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(output);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(String.format("%,d rows with", ROWS));
    }
}
