package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.benchmarks.peer.Client;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void tellsMediansAndRatiosToTheBestOtherClient() throws IOException {
        RunOptions options =
                RunOptions.parse(List.of("--clients", "pgnative,pgjdbc,r2dbc", "--workloads", "select-1+1"));

        String report = Report.of(
                options,
                "18.1",
                List.of(
                        measured(Client.PGNATIVE, 300, 3_000_000, 600),
                        measured(Client.PGNATIVE, 100, 1_000_000, 200),
                        measured(Client.PGNATIVE, 200, 2_000_000, 400),
                        measured(Client.PGJDBC, 100, 2_000_000, 300),
                        measured(Client.R2DBC, 50, 5_000_000, 50_000)));

        assertThat(report)
                .contains("| pgnative | 200 | 2.00 | 10.0 | 0.50 | 2 | 0.67 |")
                .contains("| pgjdbc + HikariCP | 100 | 0.50 | 20.0 | 2.00 | 3 | 1.50 |")
                .contains("| r2dbc-postgresql + r2dbc-pool | 50 | 0.25 | 100.0 | 10.00 | 1,000 | 500.00 |")
                .contains("PostgreSQL 18.1");
    }

    @Test
    void keepsAMeasurementThroughItsLine() {
        Measurement measurement = measured(Client.VERTX_PIPELINED, 12, 34, 56);

        assertThat(Measurement.parse(measurement.toLine())).isEqualTo(measurement);
    }

    private static Measurement measured(Client client, long operations, long cpuNanos, long bytes) {
        return new Measurement(client, Workload.SELECT_ONE, operations, SECOND, cpuNanos, bytes);
    }
}
