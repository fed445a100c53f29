package io.pgnative.spring.boot.actuate.observation;

import io.pgnative.spring.boot.actuate.observation.SqlTokens.Kind;

/** Takes out of a statement what may be a secret. */
final class SqlRedaction {

    private static final int LONGEST = 10_000;

    private SqlRedaction() {}

    /**
     * A statement with {@code ?} for each string and number, and without comments.
     *
     * @return its first 10,000 characters
     */
    static String of(String sql) {
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
