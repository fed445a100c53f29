package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Client;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of {@code run}. */
final class RunOptions {

    static final String USAGE = """
            usage: java -jar pg-benchmarks.jar run [options]
              --rounds n          rounds, of which the median is told; default 5
              --clients a,b       default all: pgnative, vertx-pooled, vertx-pipelined, pgjdbc, r2dbc
              --workloads a,b     default all: select-1+1, row-by-key, 1000-ints, execute-many-1000
              --callers n         concurrent callers; default 10
              --connections n     size of each pool; default 10
              --event-loops n     threads of clients that have event loops; default 0, each client's own default
              --transport name    native (epoll; the default) or nio, for clients that have event loops
              --warm-up seconds   default 5
              --window seconds    measured; default 5
              --jvm-args "a b"    of each client's process; default -Xms512m -Xmx512m
              --dsn uri           postgres://user[:password]@host[:port]/database; default an embedded server
            """;

    private int rounds = 5;
    private List<Client> clients = List.of(Client.values());
    private List<Workload> workloads = List.of(Workload.values());
    private int callers = 10;
    private int connections = 10;
    private int eventLoops;
    private boolean nativeTransport = true;
    private Duration warmUp = Duration.ofSeconds(5);
    private Duration window = Duration.ofSeconds(5);
    private List<String> jvmArguments = List.of("-Xms512m", "-Xmx512m");
    private @Nullable ServerAddress server;

    private RunOptions() {}

    /**
     * Reads the command line.
     *
     * @param arguments what follows {@code run}
     * @return the options
     * @throws IllegalArgumentException that names the option and what it takes
     */
    static RunOptions parse(List<String> arguments) {
        RunOptions options = new RunOptions();
        Iterator<String> iterator = arguments.iterator();
        while (iterator.hasNext()) {
            String name = iterator.next();
            if (!iterator.hasNext()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            options.set(name, iterator.next());
        }
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--rounds" -> rounds = number(name, value, 1);
            case "--clients" -> clients = list(value).map(Client::of).toList();
            case "--workloads" -> workloads = list(value).map(Workload::of).toList();
            case "--callers" -> callers = number(name, value, 1);
            case "--connections" -> connections = number(name, value, 1);
            case "--event-loops" -> eventLoops = number(name, value, 0);
            case "--transport" -> nativeTransport = isNative(value);
            case "--warm-up" -> warmUp = Duration.ofSeconds(number(name, value, 0));
            case "--window" -> window = Duration.ofSeconds(number(name, value, 1));
            case "--jvm-args" -> jvmArguments = List.of(value.trim().split(" +"));
            case "--dsn" -> server = ServerAddress.parse(value);
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

    ChildOptions child(Client client, Workload workload) {
        return new ChildOptions(client, workload, callers, connections, eventLoops, nativeTransport, warmUp, window);
    }

    int rounds() {
        return rounds;
    }

    List<Client> clients() {
        return clients;
    }

    List<Workload> workloads() {
        return workloads;
    }

    List<String> jvmArguments() {
        return jvmArguments;
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
                + callers + " callers, " + connections + " connections, "
                + (eventLoops == 0 ? "each client's default number of" : Integer.toString(eventLoops))
                + " event loops, "
                + (nativeTransport ? "epoll" : "NIO") + ", `" + String.join(" ", jvmArguments) + "`";
    }
}
