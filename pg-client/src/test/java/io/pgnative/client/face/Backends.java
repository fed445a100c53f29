package io.pgnative.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.TestDatabase;
import java.time.Duration;

/** The server's side of connections. */
final class Backends {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Backends() {}

    /** Waits until the server has noticed the end of all sessions; it does so a moment after the client. */
    static void awaitNone(TestDatabase database, String applicationName) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (database.backends(applicationName) > 0) {
            assertThat(System.nanoTime() - deadline).as("sessions stay").isNegative();
        }
    }
}
