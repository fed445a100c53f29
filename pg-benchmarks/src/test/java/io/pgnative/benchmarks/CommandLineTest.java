package io.pgnative.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pgnative.benchmarks.peer.Client;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rounds | 0 | --rounds takes 1 or more, not 0",
                "--callers | ten | --callers takes a whole number, not \"ten\"",
                "--transport | carrier-pigeon | --transport takes native or nio, not \"carrier-pigeon\"",
                "--link | ipx | --link takes tcp, tls, unix, not \"ipx\"",
                "--clients | odbc | no client \"odbc\"; there are pgnative, pgnative-reactive, pgnative-threads, pgnative-virtual, pgnative-metrics, vertx-pooled, vertx-pipelined, pgjdbc, pgjdbc-virtual, r2dbc, asyncpg, floor",
                "--callers | 1,0 | --callers takes 1 or more, not 0",
                "--rate | -1 | --rate takes 0 or more, not -1",
                "--java | /nowhere | --java takes the directory of a JDK; there is no bin/java in /nowhere",
                "--format | html | --format takes markdown or csv, not \"html\"",
                "--round | 5 | no option --round"
            })
    void refusesABadOptionByName(String name, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunOptions.parse(List.of(name, value)))
                .withMessage(message);
    }

    @Test
    void refusesAnOptionWithoutValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunOptions.parse(List.of("--rounds")))
                .withMessage("--rounds needs a value");
    }

    @ParameterizedTest
    @CsvSource({"GROWTH,--callers,1", "GROWTH,--clients,pgnative", "CONNECT,--window,1", "CONNECT,--plot,a.svg"})
    void refusesAnOptionThatTheCommandDoesNotTake(RunOptions.Command command, String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunOptions.parse(command, List.of(name, value)))
                .withMessage(command.name().toLowerCase(Locale.ROOT) + " takes no " + name);
    }

    @Test
    void handsItsOptionsToTheChild() {
        ChildOptions child = RunOptions.parse(
                        List.of("--rate", "500", "--transport", "nio", "--window", "7", "--pipelining", "3"))
                .child(Client.R2DBC, Workload.THOUSAND_INTS, 64);

        assertThat(ChildOptions.parse(child.toArguments())).isEqualTo(child);
        assertThat(child.callers()).isEqualTo(64);
        assertThat(child.rate()).isEqualTo(500);
        assertThat(child.nativeTransport()).isFalse();
        assertThat(child.pipelining()).isEqualTo(3);
        assertThat(child.window()).hasSeconds(7);
    }

    @Test
    void measuresEachWorkloadWithEachNumberOfCallersAndTheWidestWithOne() {
        RunOptions options = RunOptions.parse(List.of("--callers", "1,1000", "--workloads", "row-by-key,wide"));

        assertThat(options.rows())
                .containsExactly(
                        new RunOptions.Row(Workload.ROW_BY_KEY, 1),
                        new RunOptions.Row(Workload.ROW_BY_KEY, 1_000),
                        new RunOptions.Row(Workload.WIDE, 1));
    }

    @Test
    void namesAllClientsAndWorkloadsInItsUsage() {
        assertThat(Client.values())
                .allSatisfy(client -> assertThat(RunOptions.USAGE).containsPattern("[ ,]" + client.id() + "[,;\n]"));
        assertThat(Workload.values())
                .allSatisfy(workload -> assertThat(RunOptions.USAGE).contains(workload.id()));
    }

    @Test
    void readsAServerAddress() {
        assertThat(ServerAddress.parse("postgres://app%40home:a+b%3A@db.example.com/shop"))
                .isEqualTo(new ServerAddress("db.example.com", 5432, "shop", "app@home", "a+b:"));
    }

    @Test
    void neverShowsThePassword() {
        ServerAddress address = ServerAddress.parse("postgresql://app:hidden@localhost:6543/shop");

        assertThat(address).hasToString("app@localhost:6543/shop");
        assertThat(address.jdbcUrl()).doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({"localhost", "mysql://app:hidden@localhost/shop", "postgres://localhost/shop", "postgres://a:hidden@h/"
    })
    void refusesAnIncompleteServerAddressWithoutRepeatingIt(String dsn) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerAddress.parse(dsn))
                .withMessage("--dsn must be postgres://user[:password]@host[:port]/database");
    }
}
