package io.pgnative.spring.boot.actuate.sql;

import io.pgnative.spring.boot.actuate.sql.SqlTokens.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a statement does and to which tables, such as {@code INSERT orders SELECT carts}: the commands and the
 * tables in the order of the text, without names of common table expressions, of functions, and of anything else.
 */
public final class SqlSummary {

    /** When nothing is known of a statement. */
    static final String UNKNOWN = "postgresql";

    /** The conventions allow 255 characters. */
    private static final int LONGEST = 255;

    /** What names tables, wherever it stands. */
    private static final Set<String> VERBS = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "TABLE");

    private static final Set<String> COMMANDS = Set.of(
            "ABORT",
            "ALTER",
            "ANALYZE",
            "BEGIN",
            "CALL",
            "CHECKPOINT",
            "CLOSE",
            "CLUSTER",
            "COMMENT",
            "COMMIT",
            "COPY",
            "CREATE",
            "DEALLOCATE",
            "DECLARE",
            "DISCARD",
            "DO",
            "DROP",
            "END",
            "EXECUTE",
            "EXPLAIN",
            "FETCH",
            "GRANT",
            "IMPORT",
            "LISTEN",
            "LOAD",
            "LOCK",
            "MOVE",
            "NOTIFY",
            "PREPARE",
            "REASSIGN",
            "REFRESH",
            "REINDEX",
            "RELEASE",
            "RESET",
            "REVOKE",
            "ROLLBACK",
            "SAVEPOINT",
            "SECURITY",
            "SET",
            "SHOW",
            "START",
            "TRUNCATE",
            "UNLISTEN",
            "VACUUM",
            "VALUES");

    /**
     * Before a verb, these make it a part of something else, as in {@code FOR UPDATE} and {@code ON DELETE CASCADE}.
     */
    private static final Set<String> NO_VERB_AFTER =
            Set.of("FOR", "DO", "ON", "KEY", "THEN", "BEFORE", "AFTER", "OR", "OF", "INSTEAD");

    /** Between what names tables and the table. */
    private static final Set<String> PASSED_OVER = Set.of("ONLY", "LATERAL", "TABLE", "IF", "EXISTS");

    private static final Set<String> AFTER_TABLES = Set.of(
            "WHERE",
            "GROUP",
            "ORDER",
            "HAVING",
            "LIMIT",
            "OFFSET",
            "SET",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "RETURNING",
            "WINDOW",
            "FETCH",
            "FOR",
            "VALUES",
            "WHEN");

    private record Token(Kind kind, String text, String upper) {

        boolean is(String word) {
            return kind == Kind.WORD ? upper.equals(word) : kind == Kind.SIGN && text.equals(word);
        }

        boolean isName() {
            return kind == Kind.WORD || kind == Kind.QUOTED;
        }

        String name() {
            return kind == Kind.QUOTED
                    ? text.substring(1, Math.max(1, text.length() - 1)).replace("\"\"", "\"")
                    : text;
        }
    }

    /** What is between two parentheses, or the whole. */
    private static final class Scope {
        /** The verb, until a table is named for it; then it is told. */
        @Nullable String verb;

        boolean expectsTable;
        boolean expectsOnlyTable;
        boolean listsTables;
    }

    private static final Token NONE = new Token(Kind.END, "", "");

    private final List<Token> tokens = new ArrayList<>();
    private final Set<String> expressions = new HashSet<>();
    private final StringBuilder told = new StringBuilder();
    private final Deque<Scope> outer = new ArrayDeque<>();
    private Scope scope = new Scope();
    private @Nullable String command;
    private int at;

    private SqlSummary(String sql) {
        SqlTokens reader = new SqlTokens(sql);
        for (Kind kind = reader.next(); kind != Kind.END; kind = reader.next()) {
            if (kind != Kind.SPACE) {
                String text = sql.substring(reader.start(), reader.end());
                tokens.add(new Token(kind, text, kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : ""));
            }
        }
    }

    /**
     * Reads a statement, or several.
     *
     * @param sql of any kind; what is no SQL does no harm
     * @return at most 255 characters, without literals and arguments; {@code postgresql} when nothing is known
     */
    public static String of(String sql) {
        return new SqlSummary(sql).read();
    }

    private Token token(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index) : NONE;
    }

    private String read() {
        findExpressions();
        for (at = 0; at < tokens.size() && told.length() < LONGEST; at++) {
            Token token = tokens.get(at);
            if (token.is(";")) {
                endStatement();
            } else if (token.is("(")) {
                open();
            } else if (token.is(")")) {
                close();
            } else if (token.is(",")) {
                scope.expectsTable |= scope.listsTables;
            } else if (token.isName() && !token(at - 1).is(".")) {
                name(token);
            }
        }
        endStatement();
        return told.length() == 0 ? UNKNOWN : told.toString();
    }

    /** The names of common table expressions: followed by AS and a parenthesis, with columns between or without. */
    private void findExpressions() {
        for (int i = 1; i < tokens.size(); i++) {
            Token before = tokens.get(i - 1);
            if (tokens.get(i).isName() && (before.is("WITH") || before.is("RECURSIVE") || before.is(","))) {
                int next = token(i + 1).is("(") ? afterParentheses(i + 1) : i + 1;
                if (token(next).is("AS")
                        && (token(next + 1).is("(")
                                || token(next + 1).is("MATERIALIZED")
                                || token(next + 1).is("NOT"))) {
                    expressions.add(key(tokens.get(i)));
                }
            }
        }
    }

    private int afterParentheses(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (tokens.get(i).is("(")) {
                depth++;
            } else if (tokens.get(i).is(")") && --depth == 0) {
                return i + 1;
            }
        }
        return tokens.size();
    }

    private static String key(Token name) {
        return name.kind() == Kind.QUOTED ? name.name() : name.text().toLowerCase(Locale.ROOT);
    }

    private void endStatement() {
        while (!outer.isEmpty()) {
            close();
        }
        tellVerb();
        if (command == null && at > 0 && told.length() == 0) {
            tell(UNKNOWN);
        }
        scope = new Scope();
        command = null;
    }

    private void open() {
        boolean joins = scope.expectsTable;
        scope.expectsTable = false;
        outer.push(scope);
        scope = new Scope();
        scope.expectsTable = joins;
    }

    private void close() {
        if (!outer.isEmpty()) {
            scope = outer.pop();
        }
    }

    private void name(Token token) {
        if (token.kind() == Kind.WORD && isKeyWord(token.upper())) {
            return;
        }
        if (scope.expectsTable) {
            if (PASSED_OVER.contains(token.upper())) {
                return;
            }
            table();
        }
    }

    private boolean isKeyWord(String word) {
        if (command == null && outer.isEmpty() && COMMANDS.contains(word)) {
            command(word);
            return true;
        }
        if (VERBS.contains(word) && !NO_VERB_AFTER.contains(token(at - 1).upper()) && !isObject(word)) {
            verb(word);
            return true;
        }
        return switch (word) {
            case "FROM" -> {
                // Not of extract(... from ...) and the like, nor of IS DISTINCT FROM.
                if (scope.verb != null && !token(at - 1).is("DISTINCT")) {
                    expect(false);
                    scope.listsTables = true;
                }
                yield true;
            }
            case "JOIN" -> {
                expect(false);
                yield true;
            }
            case "USING" -> {
                // Not the columns of a join, nor the method of an index.
                if (scope.verb != null && !token(at + 1).is("(")) {
                    expect(false);
                    scope.listsTables = true;
                }
                yield true;
            }
            case "INTO" -> {
                expect(true);
                yield true;
            }
            default -> {
                boolean ends = AFTER_TABLES.contains(word);
                if (ends) {
                    scope.listsTables = false;
                    scope.expectsTable = false;
                }
                yield ends;
            }
        };
    }

    /** TABLE is a verb only where a query begins. */
    private boolean isObject(String word) {
        Token before = token(at - 1);
        return word.equals("TABLE") && before.kind() != Kind.END && !before.is("(") && !before.is(";");
    }

    private void command(String word) {
        command = word;
        tell(word);
        switch (word) {
            case "CREATE", "ALTER", "DROP" -> tellKind();
            case "COPY", "TRUNCATE", "CALL" -> {
                scope.verb = "";
                expect(true);
                scope.listsTables = word.equals("TRUNCATE");
            }
            default -> {
                // Nothing else is told of the others.
            }
        }
    }

    /** What is created, such as a table; not its name. */
    private void tellKind() {
        for (int i = at + 1; i <= at + 4; i++) {
            switch (token(i).upper()) {
                case "TABLE",
                        "INDEX",
                        "VIEW",
                        "SEQUENCE",
                        "SCHEMA",
                        "TYPE",
                        "FUNCTION",
                        "PROCEDURE",
                        "TRIGGER",
                        "ROLE",
                        "USER",
                        "DATABASE",
                        "EXTENSION",
                        "POLICY",
                        "DOMAIN",
                        "RULE",
                        "AGGREGATE",
                        "SERVER",
                        "PUBLICATION",
                        "SUBSCRIPTION",
                        "STATISTICS" -> {
                    tell(token(i).upper());
                    return;
                }
                default -> {
                    // One of the words between, as in CREATE UNIQUE INDEX.
                }
            }
        }
    }

    private void verb(String word) {
        if (outer.isEmpty()) {
            tellVerb();
            command = command == null ? word : command;
        }
        scope.verb = word;
        scope.listsTables = false;
        scope.expectsTable = false;
        if (word.equals("UPDATE") || word.equals("TABLE")) {
            expect(true);
        }
    }

    private void expect(boolean onlyTable) {
        scope.expectsTable = true;
        scope.expectsOnlyTable = onlyTable;
    }

    private void table() {
        Token first = tokens.get(at);
        StringBuilder name = new StringBuilder(first.name());
        int last = at;
        while (token(last + 1).is(".") && token(last + 2).isName()) {
            last += 2;
            name.append('.').append(tokens.get(last).name());
        }
        scope.expectsTable = false;
        boolean isExpression = last == at && expressions.contains(key(first));
        boolean isFunction = !scope.expectsOnlyTable && token(last + 1).is("(");
        at = last;
        if (outer.isEmpty() && "COPY".equals(command)) {
            // What follows FROM is no table there.
            scope.verb = null;
        }
        if (!isExpression && !isFunction) {
            tellVerb();
            tell(name.toString());
        }
    }

    /** Of this scope, and before it of those around it. */
    private void tellVerb() {
        outer.descendingIterator().forEachRemaining(this::tellVerb);
        tellVerb(scope);
    }

    private void tellVerb(Scope of) {
        String verb = of.verb;
        if (verb != null && !verb.isEmpty()) {
            tell(verb);
            // Known still, but told.
            of.verb = "";
        }
    }

    private void tell(String word) {
        if (told.length() + word.length() + 1 <= LONGEST) {
            told.append(told.length() == 0 ? "" : " ").append(word);
        }
    }
}
