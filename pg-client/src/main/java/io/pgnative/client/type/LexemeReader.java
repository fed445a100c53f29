package io.pgnative.client.type;

import io.netty.buffer.ByteBufUtil;

/** Reads the words of {@code tsvector} and {@code tsquery} from their text forms, by the rules of the server. */
final class LexemeReader {

    /** Of a word, in bytes of UTF-8. */
    private static final int MAX_LENGTH = 2046;

    private static final String BLANKS = " \t\n\r\013\f";
    private static final String OPERATORS = "!&|()";

    private final String text;
    private final boolean query;
    private int at;

    LexemeReader(CharSequence text, boolean query) {
        this.text = text.toString();
        this.query = query;
    }

    EncodeException malformed(String why) {
        return new EncodeException(
                "is no " + (query ? "tsquery" : "tsvector") + ": " + why + " at character " + (at + 1));
    }

    /** Passes blanks and tells whether there is more. */
    boolean hasMore() {
        while (isBlank()) {
            at++;
        }
        return at < text.length();
    }

    boolean isBlank() {
        return at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0;
    }

    /** The next character; U+0000 at the end. */
    char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    void skip() {
        at++;
    }

    boolean accept(char expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    /** A number; anything above the limit is the limit. */
    int number(int limit) {
        int begin = at;
        int value = 0;
        while (peek() >= '0' && peek() <= '9') {
            value = Math.min(limit, value * 10 + (peek() - '0'));
            at++;
        }
        if (at == begin) {
            throw malformed("expected a number");
        }
        return value;
    }

    /** A word, quoted or not. */
    String word() {
        StringBuilder word = new StringBuilder();
        if (accept('\'')) {
            quoted(word);
        } else {
            while (at < text.length() && !endsWord(text.charAt(at))) {
                accept('\\');
                word.append(character());
            }
        }
        if (word.isEmpty()) {
            throw malformed("expected a word");
        }
        if (ByteBufUtil.utf8Bytes(word) > MAX_LENGTH) {
            throw malformed("a word is longer than " + MAX_LENGTH + " bytes");
        }
        return word.toString();
    }

    private boolean endsWord(char c) {
        return BLANKS.indexOf(c) >= 0 || c == ':' || (query && OPERATORS.indexOf(c) >= 0);
    }

    private void quoted(StringBuilder word) {
        while (true) {
            if (accept('\'')) {
                if (!accept('\'')) {
                    return;
                }
                word.append('\'');
            } else {
                accept('\\');
                word.append(character());
            }
        }
    }

    private char character() {
        if (at == text.length()) {
            throw malformed("a word is cut off");
        }
        return text.charAt(at++);
    }

    /** Appends a word as the server writes it. */
    static void append(StringBuilder out, String word) {
        out.append('\'');
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\'' || c == '\\') {
                out.append(c);
            }
            out.append(c);
        }
        out.append('\'');
    }

    /** Where the C string ends that begins at a place. */
    static int terminator(byte[] bytes, int at, int end, String typeName) {
        int terminator = at;
        while (terminator < end && bytes[terminator] != 0) {
            terminator++;
        }
        if (terminator == end) {
            throw new DecodeException("malformed " + typeName + ": a word is cut off");
        }
        return terminator;
    }
}
