package io.pgnative.client.type;

import java.util.Arrays;

/**
 * Turns the binary form of {@code tsquery} into the text that the server writes. Without recursion, so that a server
 * cannot overflow the stack.
 */
final class TsQueryPrinter {

    private static final int HEADER = 4;
    private static final int WORD_HEADER = 3;

    /** The shortest is an operator. */
    private static final int MIN_ITEM = 2;

    /** What is still to be printed: an item within an operator, or the sign of an item, or a parenthesis. */
    private static final int ITEM = 0;

    private static final int SIGN = 1;
    private static final int CLOSE = 2;

    private final byte[] bytes;

    /** Where each item begins. */
    private final int[] begins;

    /** The number of the item behind an item and its operands. */
    private final int[] behind;

    private final StringBuilder text = new StringBuilder();

    /**
     * Each entry is an item's number, what to do with it, how tight the operator around it binds and whether it is the
     * right of a phrase.
     */
    private long[] stack = new long[16];

    private int depth;

    private TsQueryPrinter(byte[] bytes, int[] begins, int[] behind) {
        this.bytes = bytes;
        this.begins = begins;
        this.behind = behind;
    }

    static String print(byte[] bytes, int offset, int length) {
        int count = length < HEADER ? -1 : Bytes.getInt(bytes, offset);
        if (count < 0 || count > (length - HEADER) / MIN_ITEM) {
            throw malformed("its length does not agree with its number of items");
        }
        int[] begins = begins(bytes, offset + HEADER, offset + length, count);
        TsQueryPrinter printer = new TsQueryPrinter(bytes, begins, behind(bytes, begins));
        if (count > 0) {
            printer.run();
        }
        return printer.text.toString();
    }

    private static DecodeException malformed(String why) {
        return new DecodeException("malformed tsquery: " + why);
    }

    // Finding the items.

    private static int[] begins(byte[] bytes, int begin, int end, int count) {
        int[] begins = new int[count];
        int at = begin;
        for (int i = 0; i < count; i++) {
            begins[i] = at;
            at = end(bytes, at, end);
        }
        if (at != end) {
            throw malformed("there is more than its items");
        }
        return begins;
    }

    private static int end(byte[] bytes, int at, int end) {
        int kind = at < end ? bytes[at] : 0;
        int header = kind == TsQueryOperator.WORD_ITEM ? WORD_HEADER : MIN_ITEM;
        if (kind != TsQueryOperator.WORD_ITEM && kind != TsQueryOperator.OPERATOR_ITEM) {
            throw malformed("an item is neither a word nor an operator");
        }
        if (end - at < header) {
            throw malformed("an item is cut off");
        }
        if (kind == TsQueryOperator.WORD_ITEM) {
            return LexemeReader.terminator(bytes, at + header, end, "tsquery") + 1;
        }
        int length = TsQueryOperator.of(bytes[at + 1]) == TsQueryOperator.PHRASE ? header + Short.BYTES : header;
        if (end - at < length) {
            throw malformed("an item is cut off");
        }
        return at + length;
    }

    private static int[] behind(byte[] bytes, int[] begins) {
        int[] behind = new int[begins.length];
        for (int i = begins.length - 1; i >= 0; i--) {
            int next = i + 1;
            if (bytes[begins[i]] == TsQueryOperator.OPERATOR_ITEM) {
                int operands = TsQueryOperator.of(bytes[begins[i] + 1]) == TsQueryOperator.NOT ? 1 : 2;
                for (int operand = 0; operand < operands; operand++) {
                    if (next == begins.length) {
                        throw malformed("an operator lacks an operand");
                    }
                    next = behind[next];
                }
            }
            behind[i] = next;
        }
        if (begins.length > 0 && behind[0] != begins.length) {
            throw malformed("there are items without an operator");
        }
        return behind;
    }

    // Printing.

    private void push(int item, int what, int within, boolean right) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, 2 * depth);
        }
        stack[depth++] = (long) item << 32 | (long) within << 8 | what << 1 | (right ? 1 : 0);
    }

    private void run() {
        push(0, ITEM, 0, false);
        while (depth > 0) {
            long entry = stack[--depth];
            int item = (int) (entry >>> 32);
            switch ((int) entry >>> 1 & 0x7F) {
                case SIGN -> sign(item);
                case CLOSE -> text.append(" )");
                default -> item(item, (int) entry >>> 8, (entry & 1) != 0);
            }
        }
    }

    private TsQueryOperator operator(int item) {
        return TsQueryOperator.of(bytes[begins[item] + 1]);
    }

    private void sign(int item) {
        TsQueryOperator operator = operator(item);
        int distance = operator == TsQueryOperator.PHRASE ? Bytes.getUnsignedShort(bytes, begins[item] + 2) : 1;
        text.append(' ');
        if (distance == 1) {
            text.append(operator.sign());
        } else {
            text.append('<').append(distance).append('>');
        }
        text.append(' ');
    }

    private void item(int item, int within, boolean right) {
        if (bytes[begins[item]] == TsQueryOperator.WORD_ITEM) {
            word(begins[item]);
            return;
        }
        TsQueryOperator operator = operator(item);
        if (operator == TsQueryOperator.NOT) {
            text.append(operator.sign());
            push(item + 1, ITEM, operator.precedence(), false);
            return;
        }
        // Phrases bind to the left, and their order matters.
        if (operator.precedence() < within || (operator == TsQueryOperator.PHRASE && right)) {
            text.append("( ");
            push(item, CLOSE, 0, false);
        }
        push(item + 1, ITEM, operator.precedence(), operator == TsQueryOperator.PHRASE);
        push(item, SIGN, 0, false);
        push(behind[item + 1], ITEM, operator.precedence(), false);
    }

    private void word(int at) {
        int end = at + WORD_HEADER;
        while (bytes[end] != 0) {
            end++;
        }
        LexemeReader.append(text, Utf8.decode(bytes, at + WORD_HEADER, end - at - WORD_HEADER));
        int weights = bytes[at + 1];
        boolean prefix = bytes[at + 2] != 0;
        if (weights == 0 && !prefix) {
            return;
        }
        text.append(prefix ? ":*" : ":");
        for (int bit = 3; bit >= 0; bit--) {
            if ((weights & 1 << bit) != 0) {
                text.append("DCBA".charAt(bit));
            }
        }
    }
}
