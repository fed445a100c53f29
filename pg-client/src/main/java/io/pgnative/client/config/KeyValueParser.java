package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code keyword=value} pairs (libpq, "Keyword/Value Connection Strings"): white space separates them and may
 * stand around the equals sign; a value with white space, or an empty one, stands in single quotes; a backslash takes
 * the character behind it literally. Of what is said twice, the later wins.
 */
final class KeyValueParser {

    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int at;

    private KeyValueParser(String text) {
        this.text = text;
    }

    /**
     * Reads the pairs.
     *
     * @param text the connection string
     * @return what it says, in its order
     * @throws PgConfigurationException for the option {@code dsn}; shows nothing of a text that cannot be read
     */
    static Map<String, String> parse(String text) {
        KeyValueParser parser = new KeyValueParser(text);
        parser.skipSpace();
        while (parser.at < text.length()) {
            parser.pair();
            parser.skipSpace();
        }
        return Collections.unmodifiableMap(parser.values);
    }

    private void pair() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '=' && !isSpace(text.charAt(at))) {
            at++;
        }
        String keyword = text.substring(start, at);
        skipSpace();
        if (at == text.length() || text.charAt(at) != '=') {
            throw invalid("expected keyword=value pairs; a value with spaces stands in single quotes");
        }
        if (!ConnectionString.isName(keyword)) {
            throw invalid("the name of a parameter holds characters that no parameter's name has");
        }
        at++;
        skipSpace();
        String known = LibpqKeywords.plain(keyword);
        // To the end, so that what stands behind a secret also comes behind it.
        values.remove(known);
        values.put(known, value());
    }

    private String value() {
        boolean quoted = at < text.length() && text.charAt(at) == '\'';
        if (quoted) {
            at++;
        }
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (quoted ? c == '\'' : isSpace(c)) {
                return value.toString();
            }
            if (c == 0) {
                throw invalid("holds a NUL character, which the protocol cannot carry");
            }
            if (c != '\\') {
                value.append(c);
            } else if (at < text.length()) {
                value.append(text.charAt(at++));
            }
        }
        if (quoted) {
            throw invalid("a value in single quotes does not end; a quote in it is written \\'");
        }
        return value.toString();
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    // Its mask would be read by this very parser.
    private static PgConfigurationException invalid(String reason) {
        return new PgConfigurationException("dsn", reason + " (" + DsnMask.MASK + ")");
    }
}
