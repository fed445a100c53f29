package io.pgnative.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pgnative.client.PgConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Compares what is made of connection strings with what libpq makes of them, which {@code libpq-connection-strings.py}
 * has written down.
 */
class LibpqAgreementTest {

    /** What is refused although libpq takes it: the words of the refusal, and why. */
    private static final Map<String, String> STRICTER = Map.of(
            "an @ stands where none is expected",
            "a part of a password would be taken for a host, and be shown in messages",
            "an IPv6 address is written in brackets",
            "libpq takes what follows the first colon for a port, and fails only when it connects",
            "expected postgres://user@host:port/database",
            "libpq takes an empty text for no words at all, where more likely a variable was not set");

    /** How libpq complains of words that are run-time parameters here. */
    private static final List<String> UNKNOWN_WORD =
            List.of("!invalid URI query parameter", "!invalid connection option");

    @Test
    @DisplayName("S28: reads connection strings as libpq does")
    void readsConnectionStringsAsLibpqDoes() throws IOException {
        List<String> differences = new ArrayList<>();
        int same = 0;
        for (List<String> row : rows("libpq-connection-strings.tsv")) {
            String difference = difference(row.get(0), row.subList(1, row.size()));
            if (difference == null) {
                same++;
            } else {
                differences.add(row.get(0) + ": " + difference);
            }
        }

        assertThat(differences).isEmpty();
        assertThat(same).isGreaterThan(900);
    }

    private static @Nullable String difference(String dsn, List<String> libpq) {
        Map<String, String> read = null;
        Throwable refused = catchThrowable(() -> ConnectionString.parse(dsn));
        if (refused == null) {
            read = ConnectionString.parse(dsn).values();
        } else if (!(refused instanceof PgConfigurationException)) {
            return refused.toString();
        }
        String complaint = libpq.get(0).startsWith("!") ? libpq.get(0) : null;
        if (complaint != null) {
            boolean parameter = UNKNOWN_WORD.stream().anyMatch(complaint::startsWith);
            return read == null || (parameter && hasUnknownWord(read)) ? null : "taken, but libpq says " + complaint;
        }
        if (read == null) {
            String message = String.valueOf(refused.getMessage());
            return STRICTER.keySet().stream().anyMatch(message::contains) ? null : message;
        }
        Map<String, String> expected = new LinkedHashMap<>();
        libpq.stream().filter(pair -> !pair.isEmpty()).forEach(pair -> {
            int equals = pair.indexOf('=');
            expected.put(pair.substring(0, equals), pair.substring(equals + 1));
        });
        return expected.equals(read) ? null : new TreeMap<>(read) + ", but libpq says " + new TreeMap<>(expected);
    }

    private static boolean hasUnknownWord(Map<String, String> read) {
        return read.keySet().stream().anyMatch(word -> !LibpqKeywords.isKeyword(word));
    }

    @Test
    void knowsEveryWordOfLibpqAndItsEnvironmentVariable() throws IOException {
        Map<String, String> variables = new TreeMap<>();
        LibpqKeywords.forEachVariable(variables::put);
        // Of its own; libpq has the variable alone.
        variables.remove("servicefile");
        Map<String, String> expected = new TreeMap<>();
        for (List<String> row : rows("libpq-keywords.tsv")) {
            assertThat(LibpqKeywords.isKeyword(row.get(0))).as(row.get(0)).isTrue();
            if (!row.get(1).isEmpty()) {
                expected.put(row.get(0), row.get(1));
            }
        }

        assertThat(variables).isEqualTo(expected);
    }

    private static List<List<String>> rows(String resource) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(LibpqAgreementTest.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("# "))
                    .map(line -> Arrays.stream(line.split("\t", -1))
                            .map(LibpqAgreementTest::unescaped)
                            .toList())
                    .toList();
        }
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            plain.append(
                    switch (escaped) {
                        case 't' -> '\t';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        default -> escaped;
                    });
        }
        return plain.toString();
    }
}
