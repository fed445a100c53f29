package io.pgnative.client.sql;

import io.pgnative.client.sql.SqlScanner.Found;
import java.util.List;

/** Statements with placeholders {@code $1}, {@code $2}, ... */
public final class NumberedSql {

    private NumberedSql() {}

    /**
     * Puts literals in place of placeholders, which are found outside of strings, quoted identifiers and comments.
     *
     * @param sql the statement
     * @param literals the first is for {@code $1}; placeholders beyond the last one stay
     * @return the statement with literals
     */
    public static String withLiterals(String sql, List<String> literals) {
        StringBuilder text = new StringBuilder(sql.length() + 32);
        SqlScanner scanner = new SqlScanner(sql);
        int copied = 0;
        for (Found found = scanner.next(); found != Found.END; found = scanner.next()) {
            int number = found == Found.NUMBERED ? number(sql, scanner.start() + 1, scanner.end()) : 0;
            if (number >= 1 && number <= literals.size()) {
                // A space before it, so that it cannot become one token with a letter and a sign there, as in u&'...'.
                text.append(sql, copied, scanner.start()).append(' ').append(literals.get(number - 1));
                copied = scanner.end();
            }
        }
        return text.append(sql, copied, sql.length()).toString();
    }

    /** 0 for a number that no statement can have. */
    private static int number(String sql, int start, int end) {
        return end - start > 9 ? 0 : Integer.parseInt(sql, start, end, 10);
    }
}
