package io.pgnative.client.session;

import java.util.Set;

/** Tells which statements change the session that they run on, so that the next user would notice. */
final class SessionChanges {

    /** DO and CALL run code that may do anything. */
    private static final Set<String> TAGS = Set.of("SET", "LISTEN", "PREPARE", "DECLARE CURSOR", "LOAD", "DO", "CALL");

    private SessionChanges() {}

    /** Whether the command that ended so has changed the session. */
    static boolean show(String tag) {
        return TAGS.contains(tag);
    }

    /** Whether a statement's text shows what its tag does not: temporary tables, and functions known to do it. */
    static boolean mayComeOf(String sql) {
        for (int i = 0; i < sql.length(); i++) {
            switch (sql.charAt(i)) {
                case 't', 'T' -> {
                    if (isWord(sql, i, "temp") || isWord(sql, i, "temporary")) {
                        return true;
                    }
                }
                case 'p', 'P' -> {
                    if (isPart(sql, i, "pg_temp")) {
                        return true;
                    }
                }
                case 's', 'S' -> {
                    if (isPart(sql, i, "set_config")) {
                        return true;
                    }
                }
                case 'a', 'A' -> {
                    if (isPart(sql, i, "advisory_lock")) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private static boolean isWord(String sql, int at, String word) {
        int end = at + word.length();
        return isPart(sql, at, word)
                && (at == 0 || !Character.isJavaIdentifierPart(sql.charAt(at - 1)))
                && (end == sql.length() || !Character.isJavaIdentifierPart(sql.charAt(end)));
    }

    private static boolean isPart(String sql, int at, String part) {
        return sql.regionMatches(true, at, part, 0, part.length());
    }
}
