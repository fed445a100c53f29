package io.pgnative.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps what {@code docs/asyncpg.md} says of tests and methods true. */
class AsyncpgDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "asyncpg.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "pgnative", "client");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)`");
    private static final Pattern METHOD = Pattern.compile("`(?:[A-Z]\\w*\\.)?([a-z]\\w*)\\([^`]*\\)`");

    @Test
    void everyTestExists() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher matcher = TEST.matcher(Files.readString(DOCUMENT));
        while (matcher.find()) {
            named.add(matcher.group(1));
        }
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(classes(TESTS)).containsAll(named);
    }

    @Test
    void everyRowOfWhatIsHereNamesItsTest() throws IOException {
        List<String> without = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            boolean isRow = line.startsWith("| ") && !line.startsWith("| asyncpg |");
            if (isRow && !TEST.matcher(lastCell(line)).find() && !line.contains("| not here: ")) {
                without.add(line);
            }
        }
        assertThat(without).isEmpty();
    }

    @Test
    void everyMethodExists() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.append(Files.readString(file));
            }
        }
        List<String> unknown = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("| ")) {
                Matcher matcher = METHOD.matcher(line.split("(?<!\\\\)\\|")[2]);
                while (matcher.find()) {
                    String method = matcher.group(1);
                    // Followed by a comma or a closing parenthesis where it is a component of a record.
                    if (!Pattern.compile("\\b" + method + "[(),]")
                            .matcher(sources)
                            .find()) {
                        unknown.add(method);
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static String lastCell(String row) {
        String[] cells = row.split("(?<!\\\\)\\|");
        return cells[cells.length - 1];
    }

    private static Set<String> classes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            Set<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
            return names;
        }
    }
}
