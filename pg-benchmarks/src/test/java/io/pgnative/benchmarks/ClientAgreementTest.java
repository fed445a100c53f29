package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.benchmarks.peer.Client;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Every client, in a process of its own as when measured")
class ClientAgreementTest {

    private static final int JAVA = Runtime.version().feature();
    private static final int CALLS = Child.CALLS_TO_CHECK;
    // Short processes: no time to spend on optimizing.
    private static final List<String> JVM_ARGUMENTS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static Server server;

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = Server.embedded();
        Dataset.create(server.address());
        Dataset.readTypes(server.address());
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void emptyTable() throws SQLException {
        Dataset.reset(server.address());
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void readsAndWritesTheSameValuesInEveryWorkload(Client client) throws Exception {
        client.skipped(Workload.SELECT_ONE, Link.TCP, JAVA)
                .ifPresent(reason -> Assumptions.abort(client.title() + ": " + reason));

        List<String> lines = new ChildProcess(server.address(), Path.of(System.getProperty("java.home")), JVM_ARGUMENTS)
                .check(client);

        assertThat(lines)
                .containsExactlyElementsOf(Arrays.stream(Workload.values())
                        .filter(workload ->
                                client.skipped(workload, Link.TCP, JAVA).isEmpty())
                        .map(workload ->
                                workload.id() + "," + CALLS + "," + workload.expected(workload.keyToCheck(CALLS - 1)))
                        .toList());
        if (client != Client.FLOOR) {
            assertThatTheRowsAreInserted();
        }
        if (client.skipped(Workload.COPY_IN, Link.TCP, JAVA).isEmpty()) {
            assertThatTheRowsAreCopied();
        }
    }

    private static void assertThatTheRowsAreCopied() throws SQLException {
        try (Connection connection = Dataset.connect(server.address());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*), count(distinct line), (select count(*) from ("
                        + "select * from " + Dataset.LINE_COPIED + " except select * from " + Dataset.LINES_KEPT
                        + ") as others) from " + Dataset.LINE_COPIED + " as line")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(CALLS * 10_000L);
            assertThat(rows.getLong(2)).isEqualTo(10_000);
            assertThat(rows.getLong(3)).isZero();
        }
    }

    private static void assertThatTheRowsAreInserted() throws SQLException {
        try (Connection connection = Dataset.connect(server.address());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*), count(distinct line), sum(id), sum(order_id),"
                        + " sum(quantity), sum(length(sku)), sum(price), count(*) filter (where placed),"
                        + " sum(extract(epoch from created_at - timestamptz '2024-01-01 00:00:00+00')) from "
                        + Dataset.LINE + " as line")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(CALLS * 1_000L);
            assertThat(rows.getLong(2)).isEqualTo(1_000);
            assertThat(rows.getLong(3)).isEqualTo(CALLS * 500_500L);
            assertThat(rows.getLong(4)).isEqualTo(CALLS * 49_600L);
            assertThat(rows.getLong(5)).isEqualTo(CALLS * 47_025L);
            assertThat(rows.getLong(6)).isEqualTo(CALLS * 6_893L);
            assertThat(rows.getDouble(7)).isEqualTo(CALLS * 125_125.0);
            assertThat(rows.getLong(8)).isEqualTo(CALLS * 500L);
            assertThat(rows.getBigDecimal(9))
                    .isEqualByComparingTo(new BigDecimal("30030000.5005").multiply(BigDecimal.valueOf(CALLS)));
        }
    }
}
