package io.pgnative.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents of the Spring modules point to is there. */
class SpringDocumentTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)(?:\\.[a-zA-Z]+)?`");
    private static final Pattern METHOD = Pattern.compile("`([A-Z][A-Za-z0-9]*Test\\.[a-zA-Z0-9]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([a-z][^)#:]*\\.md)(?:#[^)]*)?\\)");

    @Test
    void namesTestsThatExist() {
        Set<String> there =
                sources().stream().map(SpringDocumentTest::className).collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        documents().forEach(document -> named.addAll(all(TEST, document)));

        assertThat(named).isNotEmpty();
        assertThat(there).containsAll(named);
    }

    @Test
    void namesMethodsThatExist() {
        Set<String> named = new TreeSet<>();
        documents().forEach(document -> named.addAll(all(METHOD, document)));
        Map<String, String> texts = sources().stream()
                .collect(Collectors.toMap(
                        SpringDocumentTest::className, SpringDocumentTest::read, (one, other) -> one + other));

        assertThat(named).isNotEmpty().allSatisfy(name -> {
            int dot = name.indexOf('.');
            assertThat(texts.get(name.substring(0, dot))).as(name).contains("void " + name.substring(dot + 1) + "(");
        });
    }

    private static List<Path> sources() {
        return Stream.of("pg-client", "spring-boot-starter-pg", "pg-actuator", "sample-app", "boot-tests")
                .flatMap(module -> files(ROOT.resolve(module).resolve("src/test/java"), ".java").stream())
                .toList();
    }

    private static String className(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }

    @Test
    void tellsOfEachFeatureOfOursWhichTestHoldsIt() {
        List<String> rows = read(ROOT.resolve("docs/spring.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| | R2DBC"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("| **"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(30).allSatisfy(row -> assertThat(row)
                .containsPattern(TEST));
    }

    @Test
    void linksToDocumentsThatExist() {
        documents().forEach(document -> assertThat(all(LINK, document))
                .allSatisfy(link -> assertThat(document.resolveSibling(link))
                        .as("%s, linked from %s", link, ROOT.relativize(document))
                        .exists()));
    }

    @Test
    void hasEachDocumentInTheIndex() {
        String index = read(ROOT.resolve("docs/spring.md"));
        files(ROOT.resolve("docs/spring"), ".md")
                .forEach(document -> assertThat(index).contains("(spring/" + document.getFileName() + ")"));
    }

    private static Stream<Path> documents() {
        return Stream.concat(
                Stream.of(ROOT.resolve("docs/spring.md")), files(ROOT.resolve("docs/spring"), ".md").stream());
    }

    private static Set<String> all(Pattern pattern, Path document) {
        return pattern.matcher(read(document))
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> files(Path directory, String suffix) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
