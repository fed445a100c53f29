package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of the commands that measure. */
final class RunOptions {

    static final String USAGE = """
            usage: java -jar pg-benchmarks.jar command [options]
              run                 this client and others, side by side
              growth              this client, with more and more callers, and more and more rows; takes --rounds,
                                  --connections, --pipelining, --event-loops, --transport, --warm-up,
                                  --window, --java, --jvm-args, --dsn, --plot
              connect             this client, opening all connections of a pool at once; takes --rounds,
                                  --connections, --event-loops, --transport, --java, --jvm-args, --dsn
              large mb heap       this client, moving so many megabytes by COPY and a stream, in processes with so
                                  many megabytes of heap
            options:
              --rounds n          rounds, of which the median is told; default 5
              --clients a,b       pgnative, pgnative-reactive, pgnative-threads, pgnative-virtual,
                                  pgnative-metrics, vertx-pooled, vertx-pipelined, pgjdbc, pgjdbc-virtual, r2dbc,
                                  asyncpg, floor; default pgnative, vertx-pooled, vertx-pipelined, pgjdbc, r2dbc,
                                  asyncpg, floor
              --workloads a,b     select-1+1, row-by-key, 20-rows, 1000-ints, pg-type, 100-bytea, 100-arrays,
                                  execute-many-1000, copy-in-10000, copy-out-10000, copy-out-bytes, transaction,
                                  uncached, mix, wide, wide-value; default all but wide-value
              --callers a,b       concurrent callers, each count in turn; default 10
              --rate n            calls per second of all callers, latency from when a call is due; default 0:
                                  each caller's next call follows its last
              --connections n     size of each pool; default 10, of connect 50
              --pipelining n      how many statements a connection of this client's pool may carry at once, 1 to 1024;
                                  default 0, its own default
              --event-loops n     threads of clients that have event loops; default 0, each client's own default
              --transport name    native (epoll; the default) or nio, for clients that have event loops
              --link name         how clients reach the server: tcp (the default), tls, unix
              --network-delay ms  added to each round trip, by a proxy; default 0, no proxy
              --warm-up seconds   default 5
              --window seconds    measured; default 5
              --java directory    the JDK of the clients' processes; default the one that runs this
              --jvm-args "a b"    of each client's process; default -Xms512m -Xmx512m, and 1536m for wide,
                                  4096m for wide-value
              --dsn uri           postgres://user[:password]@host[:port]/database; default an embedded server
              --format name       markdown (the default) or csv, all measurements of all rounds
              --plot file         where a plot goes, SVG; default benchmarks.svg or growth.svg beside the jar
            """;

    /** What is measured. */
    enum Command {
        /** Clients side by side. */
        RUN("--rounds,--clients,--workloads,--callers,--rate,--connections,--pipelining,--event-loops,--transport,"
                + "--link,--network-delay,--warm-up,--window,--java,--jvm-args,--dsn,--format,--plot"),
        /** The cost as work grows. */
        GROWTH(
                "--rounds,--connections,--pipelining,--event-loops,--transport,--warm-up,--window,--java,--jvm-args,--dsn,--plot"),
        /** Many connections opened at once. */
        CONNECT("--rounds,--connections,--event-loops,--transport,--java,--jvm-args,--dsn");

        private final String options;

        Command(String options) {
            this.options = options;
        }

        private boolean takes(String name) {
            return List.of(options.split(",")).contains(name);
        }

        private String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the result is printed. */
    enum Format {
        MARKDOWN,
        CSV
    }

    private int rounds = 5;
    private List<Client> clients = Client.DEFAULTS;
    private List<Workload> workloads = Workload.DEFAULTS;
    private List<Integer> callers = List.of(10);
    private int rate;
    private int connections;
    private int pipelining;
    private int eventLoops;
    private boolean nativeTransport = true;
    private Link link = Link.TCP;
    private Duration networkDelay = Duration.ZERO;
    private Duration warmUp = Duration.ofSeconds(5);
    private Duration window = Duration.ofSeconds(5);
    private Path javaHome = Path.of(System.getProperty("java.home"));
    private @Nullable List<String> jvmArguments;
    private @Nullable ServerAddress server;
    private Format format = Format.MARKDOWN;
    private @Nullable Path plot;

    private RunOptions(Command command) {
        this.connections = command == Command.CONNECT ? 50 : 10;
    }

    /**
     * Reads the command line of {@code run}.
     *
     * @param arguments what follows {@code run}
     * @return the options
     * @throws IllegalArgumentException that names the option and what it takes
     */
    static RunOptions parse(List<String> arguments) {
        return parse(Command.RUN, arguments);
    }

    /**
     * Reads the command line.
     *
     * @param command what is measured
     * @param arguments what follows the command
     * @return the options
     * @throws IllegalArgumentException that names the option and what it takes
     */
    static RunOptions parse(Command command, List<String> arguments) {
        RunOptions options = new RunOptions(command);
        Iterator<String> iterator = arguments.iterator();
        while (iterator.hasNext()) {
            String name = iterator.next();
            if (!iterator.hasNext()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            options.set(name, iterator.next());
            if (!command.takes(name)) {
                throw new IllegalArgumentException(command.id() + " takes no " + name);
            }
        }
        if (options.link == Link.UNIX && !options.networkDelay.isZero()) {
            throw new IllegalArgumentException("--network-delay is for --link tcp and --link tls");
        }
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--rounds" -> rounds = number(name, value, 1);
            case "--clients" -> clients = list(value).map(Client::of).toList();
            case "--workloads" -> workloads = list(value).map(Workload::of).toList();
            case "--callers" ->
                callers = list(value).map(each -> number(name, each, 1)).toList();
            case "--rate" -> rate = number(name, value, 0);
            case "--connections" -> connections = number(name, value, 1);
            case "--pipelining" -> pipelining = number(name, value, 0);
            case "--event-loops" -> eventLoops = number(name, value, 0);
            case "--transport" -> nativeTransport = isNative(value);
            case "--link" -> link = Link.of(value);
            case "--network-delay" -> networkDelay = Duration.ofMillis(number(name, value, 0));
            case "--warm-up" -> warmUp = Duration.ofSeconds(number(name, value, 0));
            case "--window" -> window = Duration.ofSeconds(number(name, value, 1));
            case "--java" -> javaHome = javaHome(value);
            case "--jvm-args" -> jvmArguments = List.of(value.trim().split(" +"));
            case "--dsn" -> server = ServerAddress.parse(value);
            case "--format" -> format = format(value);
            case "--plot" -> plot = Path.of(value);
            default -> throw new IllegalArgumentException("no option " + name);
        }
    }

    private static Stream<String> list(String value) {
        return Arrays.stream(value.split(",")).map(String::trim);
    }

    private static boolean isNative(String value) {
        return switch (value) {
            case "native" -> true;
            case "nio" -> false;
            default -> throw new IllegalArgumentException("--transport takes native or nio, not \"" + value + "\"");
        };
    }

    private static Path javaHome(String value) {
        Path home = Path.of(value);
        if (!Files.isExecutable(home.resolve("bin").resolve("java"))) {
            throw new IllegalArgumentException("--java takes the directory of a JDK; there is no bin/java in " + value);
        }
        return home;
    }

    private static Format format(String value) {
        return switch (value) {
            case "markdown" -> Format.MARKDOWN;
            case "csv" -> Format.CSV;
            default -> throw new IllegalArgumentException("--format takes markdown or csv, not \"" + value + "\"");
        };
    }

    private static int number(String name, String value, int least) {
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " takes a whole number, not \"" + value + "\"", e);
        }
        if (number < least) {
            throw new IllegalArgumentException(name + " takes " + least + " or more, not " + value);
        }
        return number;
    }

    ChildOptions child(Client client, Workload workload, int callersOfRow) {
        return new ChildOptions(
                client,
                workload,
                callersOfRow,
                workload.isCounted() ? 0 : rate,
                connections,
                eventLoops,
                nativeTransport,
                pipelining,
                warmUp,
                window,
                1,
                0);
    }

    /** What is measured, in order: each workload with each number of callers that it can have. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Workload workload : workloads) {
            for (int count : workload.isCounted() ? List.of(1) : callers) {
                rows.add(new Row(workload, count));
            }
        }
        return rows;
    }

    List<String> jvmArguments(Workload workload) {
        int heap = workload.heapMegabytes();
        return jvmArguments == null ? List.of("-Xms" + heap + "m", "-Xmx" + heap + "m") : jvmArguments;
    }

    /** What {@code growth} measures: our client with so many callers and, unless 0, rows. */
    ChildOptions growth(Workload workload, int callersOfRow, int rows) {
        return new ChildOptions(
                Client.PGNATIVE,
                workload,
                callersOfRow,
                0,
                connections,
                eventLoops,
                nativeTransport,
                pipelining,
                warmUp,
                window,
                1,
                rows);
    }

    int connections() {
        return connections;
    }

    int eventLoops() {
        return eventLoops;
    }

    boolean nativeTransport() {
        return nativeTransport;
    }

    Link link() {
        return link;
    }

    Duration networkDelay() {
        return networkDelay;
    }

    Path javaHome() {
        return javaHome;
    }

    Format format() {
        return format;
    }

    @Nullable Path plot() {
        return plot;
    }

    int rounds() {
        return rounds;
    }

    List<Client> clients() {
        return clients;
    }

    @Nullable ServerAddress server() {
        return server;
    }

    /**
     * What was measured under, for the report.
     *
     * @return a line of Markdown
     */
    String describe() {
        return rounds + " rounds of " + warmUp.toSeconds() + " s warm-up and " + window.toSeconds() + " s measured, "
                + callers.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " callers, "
                + (rate == 0 ? "each call after the last, " : rate + " calls/s, ") + connections + " connections, "
                + (pipelining == 0 ? "" : "this client's pipelining limit " + pipelining + ", ")
                + (eventLoops == 0 ? "each client's default number of" : Integer.toString(eventLoops))
                + " event loops, "
                + (nativeTransport ? "epoll" : "NIO") + ", " + link.title()
                + (networkDelay.isZero() ? "" : ", " + networkDelay.toMillis() + " ms added to each round trip")
                + (jvmArguments == null ? "" : ", `" + String.join(" ", jvmArguments) + "`");
    }

    /** A row of the result. */
    record Row(Workload workload, int callers) {}
}
