package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.benchmarks.peer.Client;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void tellsMediansAndRatiosToTheBestOtherClient() throws IOException {
        RunOptions options =
                RunOptions.parse(List.of("--clients", "pgnative,pgjdbc,r2dbc", "--workloads", "select-1+1"));

        Results results = results(
                measured(Client.PGNATIVE, 300, 3_000_000, 600),
                measured(Client.PGNATIVE, 100, 1_000_000, 200),
                measured(Client.PGNATIVE, 200, 2_000_000, 400),
                measured(Client.PGJDBC, 100, 2_000_000, 300),
                measured(Client.R2DBC, 50, 5_000_000, 50_000));

        assertThat(Report.of(options, "18.1", results))
                .contains("| pgnative | 200 | 2.00 | 10.0 | 0.50 | 2 | 0.67 | 5 | 1.00 | 9 | 1.00 |")
                .contains("| pgjdbc + HikariCP | 100 | 0.50 | 20.0 | 2.00 | 3 | 1.50 |")
                .contains("| r2dbc-postgresql + r2dbc-pool | 50 | 0.25 | 100.0 | 10.00 | 1,000 | 500.00 |")
                .contains("| select-1+1 | 10 | 2.00 | 0.50 | 0.67 | 1.00 | 1.00 |  |")
                .contains("PostgreSQL 18.1");
    }

    @Test
    void comparesOursWithPeersOnlyAndTellsTheFloorApart() throws IOException {
        RunOptions options = RunOptions.parse(List.of(
                "--clients", "pgnative,pgnative-reactive,pgjdbc,floor", "--workloads", "select-1+1,row-by-key"));

        String report = Report.of(
                options,
                "18.1",
                results(
                        measured(Client.PGNATIVE, 400, 4_000_000, 400),
                        measured(Client.PGNATIVE_REACTIVE, 200, 4_000_000, 400),
                        measured(Client.PGJDBC, 100, 2_000_000, 100),
                        measured(Client.FLOOR, 800, 4_000_000, 0),
                        measured(Client.PGNATIVE, Workload.ROW_BY_KEY, 100, 1_000_000, 100),
                        measured(Client.PGJDBC, Workload.ROW_BY_KEY, 100, 1_000_000, 100)));

        assertThat(report)
                .contains("### pgnative: ratios to the best peer of each row")
                .contains("| select-1+1 | 10 | 4.00 | 0.50 | 1.00 | 1.00 | 1.00 | 2.00 |")
                .contains("| row-by-key | 10 | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 |  |")
                .contains("| geometric mean | | 2.00 | 0.71 | 1.00 | 1.00 | 1.00 | 2.00 |")
                .contains("### pgnative, reactive: ratios to the best peer of each row");
    }

    @Test
    void tellsWhyAClientIsNotMeasured() throws IOException {
        RunOptions options = RunOptions.parse(
                List.of("--clients", "vertx-pipelined,pgnative-virtual", "--workloads", "transaction"));

        assertThat(Report.of(options, "18.1", results()))
                .contains("Not measured: vertx-pg-client pipelined (`SqlClient` has no transactions).")
                .contains("Not measured: pgnative, virtual threads (virtual threads need Java 21 or later, this is 17");
    }

    @Test
    void drawsABarForEachClientAndRow() throws Exception {
        RunOptions options = RunOptions.parse(List.of("--clients", "pgnative,pgjdbc", "--workloads", "select-1+1"));

        String svg = Plot.of(
                options,
                results(measured(Client.PGNATIVE, 200, 2_000_000, 400), measured(Client.PGJDBC, 100, 2_000_000, 400)));

        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        // The background, and three bars for each of the two.
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(7);
        assertThat(svg).contains("width=\"90.0\"").contains("width=\"180.0\"").contains("pgjdbc + HikariCP");
    }

    @Test
    void tellsNothingOfMemoryThatIsNotKnown() throws IOException {
        RunOptions options =
                RunOptions.parse(List.of("--clients", "pgnative,pgjdbc,asyncpg", "--workloads", "select-1+1"));
        Results results = results(
                measured(Client.PGNATIVE, 100, 1_000_000, 200),
                measured(Client.PGJDBC, 100, 1_000_000, 400),
                measured(Client.ASYNCPG, 100, 1_000_000, -1));

        assertThat(results.median(options.rows().get(0), Client.ASYNCPG, Metric.ALLOCATION))
                .isEmpty();
        assertThat(results.ratio(options.rows().get(0), Client.PGNATIVE, options.clients(), Metric.ALLOCATION))
                .hasValue(0.5);
        assertThat(Plot.of(options, results)).doesNotContain("NaN");
    }

    @Test
    void keepsAMeasurementThroughItsLine() {
        Measurement measurement = measured(Client.VERTX_PIPELINED, 12, 34, 56);

        assertThat(Measurement.parse(measurement.toLine())).isEqualTo(measurement);
    }

    private static Results results(Measurement... measurements) {
        return new Results(Runtime.Version.parse("17.0.1"), List.of(measurements));
    }

    private static Measurement measured(Client client, long operations, long cpuNanos, long bytes) {
        return measured(client, Workload.SELECT_ONE, operations, cpuNanos, bytes);
    }

    private static Measurement measured(Client client, Workload workload, long operations, long cpuNanos, long bytes) {
        return new Measurement(client, workload, 10, operations, SECOND, cpuNanos, bytes, 5_000, 9_000);
    }
}
