package io.pgnative.client.type;

/** The operators of {@code tsquery}, from the one that binds loosest to the one that binds tightest. */
enum TsQueryOperator {
    OR(3, "|"),
    AND(2, "&"),
    PHRASE(4, "<->"),
    NOT(1, "!");

    /** What marks an item as a word. */
    static final int WORD_ITEM = 1;

    /** What marks an item as an operator. */
    static final int OPERATOR_ITEM = 2;

    /** Between words that are far apart; it is what the server takes at most. */
    static final int MAX_DISTANCE = 16384;

    private static final TsQueryOperator[] ALL = values();

    private final int code;
    private final String sign;

    TsQueryOperator(int code, String sign) {
        this.code = code;
        this.sign = sign;
    }

    int code() {
        return code;
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
