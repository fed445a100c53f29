package io.pgnative.benchmarks;

import io.pgnative.benchmarks.peer.Asyncpg;
import io.pgnative.benchmarks.peer.Client;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Starts child JVMs. Their errors and warnings go to this process's own error output. */
final class ChildProcess {

    private final ServerAddress server;
    private final Path javaHome;
    private final List<String> jvmArguments;

    ChildProcess(ServerAddress server, Path javaHome, List<String> jvmArguments) {
        this.server = server;
        this.javaHome = javaHome;
        this.jvmArguments = List.copyOf(jvmArguments);
    }

    List<Measurement> measure(ChildOptions options) throws IOException, InterruptedException {
        List<Measurement> measurements = measuredLines(options).stream()
                .filter(Measurement::isLine)
                .map(Measurement::parse)
                .toList();
        if (measurements.size() != options.windows()) {
            throw new IllegalStateException(options + " printed " + measurements.size() + " measurements");
        }
        return measurements;
    }

    private List<String> measuredLines(ChildOptions options) throws IOException, InterruptedException {
        if (options.client() == Client.ASYNCPG) {
            List<Long> numbers = List.of(
                    (long) options.callers(),
                    (long) options.rate(),
                    (long) options.connections(),
                    options.warmUp().toSeconds(),
                    options.window().toSeconds(),
                    (long) options.windows());
            return lines(Asyncpg.measure(options.workload(), numbers, workload -> workload.key(0)));
        }
        List<String> arguments = new ArrayList<>(List.of("measure"));
        arguments.addAll(options.toArguments());
        return run(options.client(), options.nativeTransport(), arguments);
    }

    /** The Java that children run on. */
    Runtime.Version javaVersion() throws IOException, InterruptedException {
        return Runtime.Version.parse(
                run(Client.PGNATIVE, false, List.of("version")).get(0));
    }

    List<String> check(Client client) throws IOException, InterruptedException {
        if (client == Client.ASYNCPG) {
            return lines(Asyncpg.check(
                    Arrays.stream(Workload.values())
                            .filter(workload ->
                                    client.skipped(workload, Link.TCP, 0).isEmpty())
                            .toList(),
                    workload -> workload.keyToCheck(0)));
        }
        return run(client, false, List.of("check", client.id()));
    }

    List<String> connect(RunOptions options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("storms"));
        arguments.addAll(Connect.toArguments(options));
        return run(Client.PGNATIVE, options.nativeTransport(), arguments);
    }

    List<String> large(List<String> task) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("move"));
        arguments.addAll(task);
        return run(Client.PGNATIVE, false, arguments);
    }

    private List<String> run(Client client, boolean nativeTransport, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(jvmArguments);
        command.add("-Dreactor.netty.native=" + nativeTransport);
        command.add("-cp");
        command.add(ClassPath.of(client).stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(Main.class.getName());
        command.addAll(arguments);
        return lines(command);
    }

    private List<String> lines(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        server.toEnvironment(builder.environment());
        Process process = builder.start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = output.lines().toList();
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("a process ended with status " + status + ": " + inShort(command));
            }
            return lines;
        } finally {
            process.destroy();
        }
    }

    /** Without class path and script. */
    private static String inShort(List<String> command) {
        return command.stream().filter(argument -> argument.length() < 200).collect(Collectors.joining(" "));
    }
}
