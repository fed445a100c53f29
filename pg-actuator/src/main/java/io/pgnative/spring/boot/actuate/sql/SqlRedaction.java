package io.pgnative.spring.boot.actuate.sql;

import io.pgnative.spring.boot.actuate.sql.SqlTokens.Kind;

/** Takes out of a statement what may be a secret. */
public final class SqlRedaction {

    private static final int LONGEST = 10_000;

    private SqlRedaction() {}

    /**
     * A statement with {@code ?} for each string and number, and without comments.
     *
     * @param sql of any kind; what is no SQL does no harm
     * @return its first 10,000 characters
     */
    public static String of(String sql) {
        StringBuilder text = new StringBuilder(Math.min(sql.length(), LONGEST));
        SqlTokens tokens = new SqlTokens(sql);
        for (Kind kind = tokens.next(); kind != Kind.END; kind = tokens.next()) {
            if (text.length() > LONGEST) {
                return text.substring(0, LONGEST) + " ...";
            }
            switch (kind) {
                case SPACE -> text.append(' ');
                case LITERAL -> text.append('?');
                default -> text.append(sql, tokens.start(), tokens.end());
            }
        }
        return text.toString().strip();
    }
}
