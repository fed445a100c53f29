package io.pgnative.spring.boot.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of all properties in {@code docs/spring/properties.md}, which name for each the tests of its effect. */
public final class PropertiesDocument {

    private static final String CLIENTS = "spring.pgnative.";

    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    /** Holds what the client is told, and nothing of what it does then. */
    private static final String OF_BINDING = "PgNativeBindingTest";

    private final List<String> lines;
    private final Map<String, Path> sources;

    private PropertiesDocument(List<String> lines, Map<String, Path> sources) {
        this.lines = lines;
        this.sources = sources;
    }

    /** Reads it, and finds the tests of all modules. */
    public static PropertiesDocument read() {
        Path root = root();
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> tests = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
            Map<String, Path> sources = tests.stream()
                    .flatMap(PropertiesDocument::javaFiles)
                    .collect(Collectors.toMap(PropertiesDocument::nameOf, file -> file, (one, other) -> one));
            return new PropertiesDocument(Files.readAllLines(root.resolve("docs/spring/properties.md")), sources);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * This document, with something else in place of something that it says.
     *
     * @param said what it says
     * @param other what it is to say
     * @return another one
     */
    public PropertiesDocument replace(String said, String other) {
        if (lines.stream().noneMatch(line -> line.contains(said))) {
            throw new AssertionError("not said: " + said);
        }
        return new PropertiesDocument(
                lines.stream().map(line -> line.replace(said, other)).toList(), sources);
    }

    private static Path root() {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            if (Files.exists(here.resolve("docs/spring/properties.md"))) {
                return here;
            }
        }
        throw new AssertionError("docs/spring/properties.md is not there");
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".java".length());
    }

    /** What a row says, up to the tests. */
    static String row(String name, Map<?, ?> property) {
        String type = String.valueOf(property.get("type")).replaceAll("[\\w.]+[.$](\\w)", "$1");
        Object value = property.get("defaultValue");
        return "| `" + name + "` | `" + type + "` | " + (value == null ? "" : "`" + value + "`") + " | "
                + property.get("description") + " |";
    }

    /**
     * The properties that have rows, in their order.
     *
     * @param prefix that they begin with
     * @return their names
     */
    public List<String> names(String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith("| `" + prefix))
                .map(line -> line.substring("| `".length(), line.indexOf('`', "| `".length())))
                .toList();
    }

    /** Whether the text above the table says that clients with names do not have a property of their own. */
    public boolean isSaidOnce(String name) {
        String text = String.join(" ", lines);
        String sentence =
                text.substring(text.indexOf("All of `spring.pgnative.*` but "), text.indexOf("can be set for each"));
        Matcher quoted = Pattern.compile("`([a-z.*-]+)`").matcher(sentence.substring(sentence.indexOf(" but ")));
        String key = name.substring("spring.pgnative.".length());
        while (quoted.find()) {
            String once = quoted.group(1);
            if (once.endsWith("*") ? key.startsWith(once.substring(0, once.length() - 1)) : key.equals(once)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is wrong with the row of a property.
     *
     * @param name of the property
     * @param property its metadata
     * @return null if nothing is
     */
    public @Nullable String complaint(String name, Map<?, ?> property) {
        String expected = row(name, property);
        String line = lines.stream()
                .filter(row -> row.startsWith("| `" + name + "` |"))
                .findFirst()
                .orElse(null);
        if (line == null || !line.startsWith(expected)) {
            return "expected in docs/spring/properties.md: " + expected + " `SomeTest.someMethod` |\nfound: " + line;
        }
        String[] cells = line.substring(expected.length()).split("\\|", -1);
        boolean isOfClients = name.startsWith(CLIENTS);
        if (cells.length != (isOfClients ? 3 : 2)) {
            return name + ": expected the tests of its " + (isOfClients ? "binding, and those of its " : "") + "effect";
        }
        // Named clients have the same properties below a prefix of their own.
        String key = isOfClients ? name.substring(CLIENTS.length()) : name;
        List<String> wrong = complaints(key, tests(cells[0]), tests(cells[isOfClients ? 1 : 0]));
        return wrong.isEmpty() ? null : name + ": " + String.join("; ", wrong);
    }

    private static List<MatchResult> tests(String cell) {
        return TEST.matcher(cell).results().toList();
    }

    /**
     * What is wrong with the tests of a property.
     *
     * @param key of the property
     * @param bound tests that see the value arrive, which name the property
     * @param effect tests that see what it does, which name it, or what it sets
     */
    private List<String> complaints(String key, List<MatchResult> bound, List<MatchResult> effect) {
        List<String> wrong = new ArrayList<>();
        for (MatchResult test : bound) {
            if (!names(test, key)) {
                wrong.add(test.group() + " is not there, or uses nothing that names the property");
            }
        }
        if (effect.isEmpty()) {
            wrong.add("expected the test of its effect, such as `SomeTest.someMethod`");
        } else if (bound.isEmpty() && effect.stream().noneMatch(test -> names(test, key))) {
            wrong.add("no test sets the property; expected the test of its binding, too");
        }
        for (MatchResult test : effect) {
            if (test.group(1).equals(OF_BINDING)) {
                wrong.add(test.group() + " shows that the value arrives, and no effect");
            } else if (!names(test, key) && !says(test, key)) {
                wrong.add(test.group() + " is not there, uses nothing that names the property, and says none of "
                        + PropertyWords.of(key));
            }
        }
        return wrong;
    }

    private boolean names(MatchResult test, String key) {
        Path file = sources.get(test.group(1));
        return file != null && TestSource.read(file).names(test.group(2), key);
    }

    private boolean says(MatchResult test, String key) {
        Path file = sources.get(test.group(1));
        return file != null && TestSource.read(file).says(test.group(2), PropertyWords.of(key));
    }
}
