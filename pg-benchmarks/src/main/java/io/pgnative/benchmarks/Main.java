package io.pgnative.benchmarks;

import io.pgnative.benchmarks.RunOptions.Command;
import io.pgnative.benchmarks.peer.Client;
import java.util.List;

/**
 * The command line: {@code run}, {@code growth}, {@code connect} and {@code large} for people; {@code measure},
 * {@code storms}, {@code move}, {@code check} and {@code version} for the child processes.
 */
public final class Main {

    private Main() {}

    /**
     * Runs a command.
     *
     * @param arguments the command and its options
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of(arguments);
        String command = all.isEmpty() ? "" : all.get(0);
        List<String> rest = all.isEmpty() ? all : all.subList(1, all.size());
        switch (command) {
            case "run" -> Runner.run(options(Command.RUN, rest));
            case "connect" -> Connect.run(options(Command.CONNECT, rest));
            case "storms" -> Connect.storms(rest, ServerAddress.fromEnvironment(System.getenv()));
            case "growth" -> Growth.run(options(Command.GROWTH, rest));
            case "large" -> large(rest);
            case "move" -> Large.move(rest, ServerAddress.fromEnvironment(System.getenv()));
            case "measure" ->
                Child.measure(ChildOptions.parse(rest), ServerAddress.fromEnvironment(System.getenv()))
                        .forEach(measurement -> System.out.println(measurement.toLine()));
            case "version" -> System.out.println(Runtime.version());
            case "check" -> Child.check(Client.of(rest.get(0)), ServerAddress.fromEnvironment(System.getenv()));
            default -> refuse(command.isEmpty() ? "no command given" : "no command " + command);
        }
        // A client's threads must not keep a finished child alive.
        System.exit(0);
    }

    private static RunOptions options(Command command, List<String> arguments) {
        try {
            return RunOptions.parse(command, arguments);
        } catch (IllegalArgumentException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
    }

    private static void large(List<String> arguments) throws Exception {
        try {
            Large.run(arguments);
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private static RunOptions refuse(String reason) {
        System.err.println(reason);
        System.err.print(RunOptions.USAGE);
        System.exit(2);
        throw new IllegalStateException(reason);
    }
}
