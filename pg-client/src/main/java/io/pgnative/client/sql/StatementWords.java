package io.pgnative.client.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the words of a statement that have been read so far tell of where it can end. */
final class StatementWords {

    /** As many as {@code CREATE OR REPLACE FUNCTION} has. */
    private static final int KEPT = 4;

    private final List<String> first = new ArrayList<>(KEPT);
    private String before = "";
    private int parentheses;
    private int bodyDepth;
    private boolean copiesFromStdin;

    /** A key word or an identifier without quotes. */
    void word(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (first.size() < KEPT) {
            first.add(word);
        }
        if (parentheses == 0) {
            if (definesRoutine()) {
                body(word);
            } else if (word.equals("stdin")
                    && before.equals("from")
                    && first.get(0).equals("copy")) {
                copiesFromStdin = true;
            }
        }
        before = word;
    }

    /** CASE has an END of its own. As the name of a column, behind AS or a dot, neither is a key word. */
    private void body(String word) {
        if (bodyDepth == 0) {
            if (word.equals("atomic") && before.equals("begin")) {
                bodyDepth = 1;
            }
        } else if (!before.equals("as") && !before.equals(".")) {
            if (word.equals("case")) {
                bodyDepth++;
            } else if (word.equals("end")) {
                bodyDepth--;
            }
        }
    }

    private boolean definesRoutine() {
        if (first.size() < 2 || !first.get(0).equals("create")) {
            return false;
        }
        int kind = first.get(1).equals("or") ? 3 : 1;
        return first.size() > kind
                && (first.get(kind).equals("function") || first.get(kind).equals("procedure"));
    }

    /** Anything that is neither a word nor a symbol. */
    void literal() {
        before = "";
    }

    void symbol(char symbol) {
        if (symbol == '(') {
            parentheses++;
        } else if (symbol == ')') {
            parentheses = Math.max(0, parentheses - 1);
        }
        before = symbol == '.' ? "." : "";
    }

    /** Whether a semicolon ends the statement here: not within the body of a routine, nor of a rule. */
    boolean canEnd() {
        return parentheses == 0 && bodyDepth == 0;
    }

    /** Whether the data follow the statement. */
    boolean copiesFromStdin() {
        return copiesFromStdin;
    }

    void clear() {
        first.clear();
        before = "";
        parentheses = 0;
        bodyDepth = 0;
        copiesFromStdin = false;
    }
}
