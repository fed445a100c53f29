package io.pgnative.spring.boot.query;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where rows are copied to.
 *
 * @param table its name as written in SQL
 * @param columns exact names; empty for all that are not generated
 * @param timeout null for that of the client
 */
record CopyTarget(
        String table, List<String> columns, @Nullable Duration timeout) {

    String[] columnArray() {
        return columns.toArray(String[]::new);
    }

    /**
     * A statement that the server refuses when table or columns do not exist. With columns it has a parameter for each,
     * of its type; identity columns that are always generated take values of a COPY, too.
     */
    String probe() {
        if (columns.isEmpty()) {
            return "select * from " + table;
        }
        String names = columns.stream()
                .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(", "));
        StringBuilder values = new StringBuilder();
        for (int i = 1; i <= columns.size(); i++) {
            values.append(i == 1 ? "$" : ", $").append(i);
        }
        return "insert into " + table + " (" + names + ") overriding system value values (" + values + ")";
    }
}
