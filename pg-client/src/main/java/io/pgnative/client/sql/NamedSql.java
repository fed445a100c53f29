package io.pgnative.client.sql;

import io.pgnative.client.PgMisuseException;
import io.pgnative.client.sql.SqlScanner.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement with placeholders {@code :name}, and the text with {@code $1}, {@code $2}, ... that the server gets.
 * Immutable. The same name stands for the same number wherever it occurs.
 */
public final class NamedSql {

    private static final NamedSqlCache CACHE = new NamedSqlCache(NamedSql::read);

    private final String text;
    private final List<String> names;

    private NamedSql(String text, List<String> names) {
        this.text = text;
        this.names = names;
    }

    /**
     * Reads a statement; one that was read lately is not read again.
     *
     * @param sql the statement
     * @return what it names
     * @throws PgMisuseException when it has placeholders of both kinds
     */
    public static NamedSql of(String sql) {
        return CACHE.get(sql);
    }

    /** Reads a statement anew. */
    static NamedSql read(String sql) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder(sql.length());
        String numbered = null;
        SqlScanner scanner = new SqlScanner(sql);
        int copied = 0;
        for (Found found = scanner.next(); found != Found.END; found = scanner.next()) {
            String placeholder = sql.substring(scanner.start(), scanner.end());
            if (found == Found.NUMBERED) {
                numbered = placeholder;
                continue;
            }
            int number = numbers.computeIfAbsent(placeholder.substring(1), name -> numbers.size() + 1);
            text.append(sql, copied, scanner.start()).append('$').append(number);
            copied = scanner.end();
        }
        if (numbers.isEmpty()) {
            return new NamedSql(sql, List.of());
        }
        List<String> names = List.copyOf(new ArrayList<>(numbers.keySet()));
        if (numbered != null) {
            throw new PgMisuseException("the statement has both " + numbered + " and :" + names.get(0)
                    + "; give all arguments by number or all by name");
        }
        return new NamedSql(text.append(sql, copied, sql.length()).toString(), names);
    }

    /**
     * The statement for the server.
     *
     * @return the text, unchanged but for its placeholders
     */
    public String text() {
        return text;
    }

    /**
     * The names, without colons: the first is that of {@code $1}.
     *
     * @return an unmodifiable list without duplicates; empty when the statement names nothing
     */
    public List<String> names() {
        return names;
    }
}
