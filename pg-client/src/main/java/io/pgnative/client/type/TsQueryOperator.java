package io.pgnative.client.type;

/** The operators of {@code tsquery}. */
enum TsQueryOperator {
    OR(3, 1, "|"),
    AND(2, 2, "&"),
    PHRASE(4, 3, "<->"),
    NOT(1, 4, "!");

    /** What marks an item as a word. */
    static final int WORD_ITEM = 1;

    /** What marks an item as an operator. */
    static final int OPERATOR_ITEM = 2;

    /** Between words that are far apart; it is what the server takes at most. */
    static final int MAX_DISTANCE = 16384;

    private static final TsQueryOperator[] ALL = values();

    private final int code;
    private final int precedence;
    private final String sign;

    TsQueryOperator(int code, int precedence, String sign) {
        this.code = code;
        this.precedence = precedence;
        this.sign = sign;
    }

    int code() {
        return code;
    }

    /** How tight it binds. */
    int precedence() {
        return precedence;
    }

    /** As it is written; phrases of other distances than 1 have the number in it. */
    String sign() {
        return sign;
    }

    static TsQueryOperator of(int code) {
        for (TsQueryOperator operator : ALL) {
            if (operator.code == code) {
                return operator;
            }
        }
        throw new DecodeException("malformed tsquery: an operator is unknown");
    }
}
