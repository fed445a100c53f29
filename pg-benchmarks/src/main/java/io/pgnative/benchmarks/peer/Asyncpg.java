package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Query;
import io.pgnative.benchmarks.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * asyncpg, in a Python process: {@code callers.py} does there what a child JVM does for the other clients, and prints
 * the same lines.
 */
public final class Asyncpg {

    private static final String PYTHON = "python3";
    private static final String SCRIPT = "callers.py";

    private Asyncpg() {}

    /** Asked for once; by the first who wants to know. */
    private static final class Installed {
        static final Optional<String> VERSION = find();

        private static Optional<String> find() {
            String ask = "import asyncpg, platform; print(asyncpg.__version__, 'on Python', platform.python_version())";
            try {
                Process process = new ProcessBuilder(PYTHON, "-c", ask)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
                return process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty(); // no Python
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while asking Python for asyncpg", e);
            }
        }
    }

    /**
     * The version that {@code python3} has.
     *
     * @return its own and that of Python; nothing if there is none
     */
    public static Optional<String> version() {
        return Installed.VERSION;
    }

    /**
     * A process that runs workloads a few times.
     *
     * @param workloads which
     * @param key of those whose key is a size
     * @return a command; it finds the server by libpq's environment variables
     */
    public static List<String> check(List<Workload> workloads, ToLongFunction<Workload> key) {
        List<String> command = command("check");
        workloads.forEach(workload -> command.add(workload.id()));
        addStatements(command, key);
        return command;
    }

    /**
     * A process that measures.
     *
     * @param workload what
     * @param numbers callers, rate, connections, seconds of warm-up, seconds of a window, windows
     * @param key of workloads whose key is a size
     * @return a command; it finds the server by libpq's environment variables
     */
    public static List<String> measure(Workload workload, List<Long> numbers, ToLongFunction<Workload> key) {
        List<String> command = command("measure");
        command.add(workload.id());
        numbers.forEach(number -> command.add(number.toString()));
        addStatements(command, key);
        return command;
    }

    private static List<String> command(String mode) {
        try (InputStream script = Objects.requireNonNull(Asyncpg.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return new ArrayList<>(List.of(PYTHON, "-c", text, mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addStatements(List<String> command, ToLongFunction<Workload> key) {
        Arrays.stream(Query.values()).forEach(query -> command.add("query:" + query.name() + "=" + query.sql()));
        for (Workload sized : List.of(Workload.THOUSAND_INTS, Workload.WIDE, Workload.WIDE_VALUE)) {
            command.add("key:" + sized.id() + "=" + key.applyAsLong(sized));
        }
    }
}
