package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ratio is that of 5 GB in a heap of 64 MB. What does not fit ends the process. */
@DisplayName("In a heap of 16 MB our client moves")
class LargeTest {

    private static final int HEAP = 16;
    private static final long MEGABYTES = HEAP * 5_000L / 64;
    private static Server server;

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = Server.embedded();
        Large.prepare(server.address());
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(LargeTask.class)
    void eightyTimesAsMuch(LargeTask task) throws Exception {
        Large.Outcome outcome = Large.run(server.address(), task, MEGABYTES, HEAP);

        assertThat(outcome.megabytes()).isGreaterThanOrEqualTo(MEGABYTES);
        assertThat(outcome.rows()).isEqualTo(MEGABYTES * 1_000);
    }
}
