package io.pgnative.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps what {@code docs/security.md} says of tests true: S01 to S40, each with tests that carry its number. */
class SecurityDocumentTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = ROOT.resolve("docs").resolve("security.md");
    private static final Pattern ROW = Pattern.compile("^\\| (S\\d\\d) \\| (.+) \\| (.+) \\|$");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)(?:\\.([a-z]\\w*))?`");

    @Test
    void tellsOfEachNumberInOrder() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 40)
                        .mapToObj(number -> String.format("S%02d", number))
                        .toList());
    }

    @Test
    void namesTestsThatCarryTheNumber() throws IOException {
        Map<String, String> sources = sources();
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> row : rows().entrySet()) {
            Matcher matcher = TEST.matcher(row.getValue());
            boolean isHeld = false;
            while (matcher.find()) {
                String source = sources.get(matcher.group(1));
                String method = matcher.group(2);
                if (source == null || (method != null && !source.contains(" " + method + "("))) {
                    wrong.add(row.getKey() + ": no " + matcher.group());
                } else {
                    // A method that is named says what it holds; else the number does.
                    isHeld |= method != null || source.contains(row.getKey());
                }
            }
            if (!isHeld && !row.getValue().contains("`pom.xml`")) {
                wrong.add(row.getKey() + " is held by no test");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void namesEveryTestThatCarriesANumber() throws IOException {
        Map<String, String> rows = rows();
        List<String> untold = new ArrayList<>();
        sources().forEach((test, source) -> {
            Matcher matcher = Pattern.compile("@DisplayName\\(\\s*(\"[^\n]*\")").matcher(source);
            while (matcher.find()) {
                Matcher carried = Pattern.compile("\\bS[0-4]\\d\\b").matcher(matcher.group(1));
                while (carried.find()) {
                    if (!rows.getOrDefault(carried.group(), "").contains("`" + test)) {
                        untold.add(carried.group() + " of " + test);
                    }
                }
            }
        });
        assertThat(untold).isEmpty();
    }

    /** The cell of tests by number. */
    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            Matcher matcher = ROW.matcher(line);
            if (matcher.matches()) {
                assertThat(rows.put(matcher.group(1), matcher.group(3)))
                        .as(matcher.group(1))
                        .isNull();
            }
        }
        return rows;
    }

    /** The text of every test by its class. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String module : List.of("pg-client", "spring-boot-starter-pg", "pg-actuator", "sample-app")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = file.getFileName().toString();
                    sources.merge(
                            name.substring(0, name.length() - ".java".length()),
                            Files.readString(file),
                            String::concat);
                }
            }
        }
        return sources;
    }
}
