package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.benchmarks.RunOptions.Command;
import io.pgnative.benchmarks.peer.Client;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GrowthTest {

    private final Growth growth = new Growth(RunOptions.parse(Command.GROWTH, List.of("--rounds", "3")));

    private static Measurement measured(long operations, long cpuNanos, long bytes) {
        return new Measurement(
                Client.PGNATIVE, Workload.ROW_BY_KEY, 1, operations, 1_000_000_000, cpuNanos, bytes, 1_000, 2_000);
    }

    @Test
    void tellsTheMedianCostOfACallAndOfARow() {
        growth.addForCallers(1_000, measured(10, 100_000, 1_000));
        growth.addForCallers(1_000, measured(10, 300_000, 5_000));
        growth.addForCallers(1_000, measured(10, 200_000, 4_000));
        growth.addForRows(100, measured(10, 1_000_000, 40_000));

        assertThat(growth.report("18.1"))
                .contains("- medians of 3 rounds, PostgreSQL 18.1, 10 connections")
                .contains("| 1,000 | 10 | 20.0 | 400 | 2 |")
                .contains("| 100 | 1,000 | 1,000.0 | 40.0 |");
    }

    @Test
    void drawsACurveForEachMeasure() throws Exception {
        Growth.CALLERS.forEach(callers -> growth.addForCallers(callers, measured(10, 100_000L * callers, 0)));
        growth.addForRows(1, measured(10, 1_000_000, 40_000));
        growth.addForRows(1_000_000, measured(10, 1_000_000, 40_000));

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(growth.plot())));
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(4);
        // Five numbers of callers and two of rows, CPU and bytes of each.
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(14);
        assertThat(growth.plot()).doesNotContain("NaN").doesNotContain("Infinity");
    }
}
