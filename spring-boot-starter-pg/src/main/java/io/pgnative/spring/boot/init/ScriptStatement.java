package io.pgnative.spring.boot.init;

/**
 * One statement of a script.
 *
 * @param text from its first token to its last one, without the separator
 * @param line where it begins, counted from 1
 * @param column where it begins in that line, in characters counted from 1
 */
record ScriptStatement(String text, int line, int column) {

    /**
     * Where something in the statement is in the script.
     *
     * @param position as the server tells it: in characters counted from 1; 0 if not told, which is the beginning
     * @return words such as {@code line 3, column 14}
     */
    String place(int position) {
        int length = text.codePointCount(0, text.length());
        int offset = text.offsetByCodePoints(0, Math.min(Math.max(0, position - 1), length));
        int lineBreaks = 0;
        int lineStart = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
            lineBreaks++;
            lineStart = i + 1;
        }
        int at = text.codePointCount(lineStart, offset) + (lineBreaks == 0 ? column : 1);
        return "line " + (line + lineBreaks) + ", column " + at;
    }
}
