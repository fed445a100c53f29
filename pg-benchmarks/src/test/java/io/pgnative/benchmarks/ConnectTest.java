package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.benchmarks.RunOptions.Command;
import io.pgnative.benchmarks.peer.ConnectStorm;
import io.pgnative.benchmarks.peer.ConnectStorm.Outcome;
import io.pgnative.benchmarks.peer.PeerOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectTest {

    @Test
    void opensAllConnectionsWithAPasswordThatTheServerInsistsOn() throws Exception {
        try (Server server = Server.embedded()) {
            ServerAddress address = server.addressWithPassword();
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
                try (Connection refused = DriverManager.getConnection(address.jdbcUrl(), address.user(), "wrong")) {
                    refused.isValid(1);
                }
            });

            Outcome outcome = ConnectStorm.run(new PeerOptions(address, 10, 2, false, 0));

            assertThat(outcome.nanos()).isPositive();
            assertThat(outcome.heldCpuNanos()).isPositive();
        }
    }

    @Test
    void tellsTheStormsAndTheSilence() {
        String report = Connect.report(
                RunOptions.parse(Command.CONNECT, List.of()),
                "SCRAM-SHA-256",
                List.of(
                        new Outcome(300_000_000, 50_000_000, 40_000_000),
                        new Outcome(90_000_000, 4_500_000, 3_000_000),
                        new Outcome(0, 1_200_000, 500_000)));

        assertThat(report)
                .startsWith("50 connections at once, authentication: SCRAM-SHA-256\n")
                .contains("| 1, in a JVM just started | 300.0 | 50.0 | 40.0 |")
                .contains("| 2 | 90.0 | 4.5 | 3.0 |")
                .contains("| none |  | 1.2 | 0.5 |");
    }
}
