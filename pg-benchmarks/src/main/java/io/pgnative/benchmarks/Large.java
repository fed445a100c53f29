package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.LargeCalls;
import io.pgnative.benchmarks.peer.PeerOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** Gigabytes through this client in a small heap: each task in a process of its own. */
final class Large {

    private static final String MARK = "large,";
    private static final Path STATUS = Path.of("/proc/self/status");

    private Large() {}

    /**
     * What a task took.
     *
     * @param task which
     * @param rows how many were moved
     * @param megabytes how much data were moved
     * @param seconds how long it took
     * @param heapMegabytes the most that was in use, garbage included
     * @param residentMegabytes the most memory of the process, where the system tells it; else -1
     */
    record Outcome(
            LargeTask task, long rows, long megabytes, double seconds, long heapMegabytes, long residentMegabytes) {

        private String toLine() {
            return MARK + task.id() + "," + rows + "," + megabytes + "," + seconds + "," + heapMegabytes + ","
                    + residentMegabytes;
        }

        private static Outcome parse(String line) {
            String[] parts = line.split(",", -1);
            return new Outcome(
                    LargeTask.of(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Double.parseDouble(parts[4]),
                    Long.parseLong(parts[5]),
                    Long.parseLong(parts[6]));
        }
    }

    /** The command, in the runner's process: a size in megabytes and the heap in megabytes. */
    static void run(List<String> arguments) throws IOException, SQLException, InterruptedException {
        if (arguments.size() != 2) {
            throw new IllegalArgumentException("large takes megabytes to move and megabytes of heap");
        }
        long megabytes = Long.parseLong(arguments.get(0));
        int heap = Integer.parseInt(arguments.get(1));
        try (Server server = Server.embedded()) {
            prepare(server.address());
            System.out.printf("| call | rows | MB | s | heap of %d MB, most used, MB | resident, MB |%n", heap);
            System.out.println("|---|---:|---:|---:|---:|---:|");
            for (LargeTask task : LargeTask.values()) {
                Outcome outcome = run(server.address(), task, megabytes, heap);
                System.out.printf(
                        Locale.ROOT,
                        "| `%s` | %,d | %,d | %,.1f | %d | %d |%n",
                        task.description(),
                        outcome.rows,
                        outcome.megabytes,
                        outcome.seconds,
                        outcome.heapMegabytes,
                        outcome.residentMegabytes);
            }
        }
    }

    /** A table that takes rows and keeps none, so that no disk is needed. */
    static void prepare(ServerAddress server) throws SQLException {
        try (Connection connection = Dataset.connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create unlogged table " + LargeCalls.TABLE + " (id int8 not null, content text not null)");
        }
    }

    /** Runs a task in a process with a small heap. */
    static Outcome run(ServerAddress server, LargeTask task, long megabytes, int heap)
            throws IOException, InterruptedException {
        List<String> lines = new ChildProcess(
                        server,
                        Path.of(System.getProperty("java.home")),
                        List.of("-Xmx" + heap + "m", "-XX:+UseSerialGC"))
                .large(List.of(task.id(), Long.toString(megabytes)));
        return lines.stream()
                .filter(line -> line.startsWith(MARK))
                .map(Outcome::parse)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(task + " printed nothing"));
    }

    /** The work of the child process. */
    static void move(List<String> arguments, ServerAddress server) throws Exception {
        LargeTask task = LargeTask.of(arguments.get(0));
        long rows = Long.parseLong(arguments.get(1)) * 1_000_000 / LargeTask.TEXT;
        PeerOptions options = new PeerOptions(server, 1, 1, false, 0);
        long begin = System.nanoTime();
        long bytes = LargeCalls.move(task, rows, options);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.println(
                new Outcome(task, rows, bytes / 1_000_000, seconds, heapPeak() >> 20, residentPeak()).toLine());
    }

    private static long heapPeak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static long residentPeak() throws IOException {
        if (!Files.exists(STATUS)) {
            return -1;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(-1);
    }
}
