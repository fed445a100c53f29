package io.pgnative.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The table of condition names by code, read when first needed. */
final class SqlStates {

    private static final int CLASS_LENGTH = 2;
    private static final Map<String, String> NAMES = read("sqlstates.properties");

    private SqlStates() {}

    static String conditionName(String code) {
        String name = NAMES.get(code);
        if (name == null && code.length() > CLASS_LENGTH) {
            name = NAMES.get(code.substring(0, CLASS_LENGTH) + "000");
        }
        return name == null ? "" : name;
    }

    private static Map<String, String> read(String resource) {
        Properties table = new Properties();
        try (InputStream in = SqlStates.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing beside " + SqlStates.class.getName());
            }
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(code -> code, table::getProperty));
    }
}
