package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.ConnectStorm;
import io.pgnative.benchmarks.peer.ConnectStorm.Outcome;
import io.pgnative.benchmarks.peer.PeerOptions;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long this client holds event loops while it opens all connections of a pool at once, with SCRAM. */
final class Connect {

    private static final String MARK = "storm,";
    private static final Duration IDLE = Duration.ofSeconds(2);

    private Connect() {}

    /** The command, in the runner's process. */
    static void run(RunOptions options) throws IOException, SQLException, InterruptedException {
        ServerAddress given = options.server();
        try (Server server = given == null ? Server.embedded() : Server.given(given)) {
            ServerAddress address = given == null ? server.addressWithPassword() : given;
            List<Outcome> outcomes = new ChildProcess(
                            address, options.javaHome(), options.jvmArguments(Workload.ROW_BY_KEY))
                    .connect(options).stream()
                            .filter(line -> line.startsWith(MARK))
                            .map(Connect::parse)
                            .toList();
            System.out.print(report(options, given == null ? "SCRAM-SHA-256" : "as the server asks", outcomes));
        }
    }

    /** The work of the child process: storms, one after the other, and then silence. */
    static void storms(List<String> arguments, ServerAddress server) throws InterruptedException {
        PeerOptions options = new PeerOptions(
                server,
                Integer.parseInt(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Boolean.parseBoolean(arguments.get(3)),
                0);
        for (int i = 0; i < Integer.parseInt(arguments.get(0)); i++) {
            print(ConnectStorm.run(options));
        }
        print(ConnectStorm.idle(options, IDLE));
    }

    static List<String> toArguments(RunOptions options) {
        return List.of(
                Integer.toString(options.rounds()),
                Integer.toString(options.connections()),
                Integer.toString(options.eventLoops()),
                Boolean.toString(options.nativeTransport()));
    }

    private static void print(Outcome outcome) {
        System.out.println(MARK + outcome.nanos() + "," + outcome.heldNanos() + "," + outcome.heldCpuNanos());
    }

    private static Outcome parse(String line) {
        String[] parts = line.split(",", -1);
        return new Outcome(Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    /**
     * Writes a table.
     *
     * @param options what was asked for
     * @param authentication how
     * @param outcomes the storms, then the silence
     * @return Markdown
     */
    static String report(RunOptions options, String authentication, List<Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        lines.add(options.connections() + " connections at once, authentication: " + authentication);
        lines.add("");
        lines.add("| storm | until all are open, ms | longest hold of an event loop, ms | the same in CPU time, ms |");
        lines.add("|---|---:|---:|---:|");
        for (int i = 0; i < outcomes.size() - 1; i++) {
            lines.add(row(i == 0 ? "1, in a JVM just started" : Integer.toString(i + 1), outcomes.get(i)));
        }
        lines.add(row("none", outcomes.get(outcomes.size() - 1)));
        return String.join("\n", lines) + "\n";
    }

    private static String row(String name, Outcome outcome) {
        String open = outcome.nanos() == 0 ? "" : String.format(Locale.ROOT, "%,.1f", outcome.nanos() / 1e6);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.1f | %,.1f |",
                name,
                open,
                outcome.heldNanos() / 1e6,
                outcome.heldCpuNanos() / 1e6);
    }
}
