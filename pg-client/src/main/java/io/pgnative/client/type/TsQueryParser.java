package io.pgnative.client.type;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the text form of {@code tsquery} into the binary one. Without recursion, so that no depth is too deep. */
final class TsQueryParser {

    private final LexemeReader in;

    /** Operands before their operators; in reverse this is the order on the wire. */
    private final List<Item> items = new ArrayList<>();

    /** Operators whose right operand is not complete, and opening parentheses. */
    private final Deque<Pending> pending = new ArrayDeque<>();

    private TsQueryParser(CharSequence text) {
        this.in = new LexemeReader(text, true);
    }

    /** What can be appended. */
    private interface Item {
        void write(ByteBuf out);
    }

    private record Word(String word, int weights, boolean prefix) implements Item {
        @Override
        public void write(ByteBuf out) {
            out.writeByte(TsQueryOperator.WORD_ITEM);
            out.writeByte(weights);
            out.writeByte(prefix ? 1 : 0);
            Utf8.encode(word, out);
            out.writeByte(0);
        }
    }

    private record Operation(TsQueryOperator operator, int distance) implements Item {
        @Override
        public void write(ByteBuf out) {
            out.writeByte(TsQueryOperator.OPERATOR_ITEM);
            out.writeByte(operator.code());
            if (operator == TsQueryOperator.PHRASE) {
                out.writeShort(distance);
            }
        }
    }

    /** Without an operation it is a parenthesis, of which a queue takes no null. */
    private record Pending(@Nullable Operation operation) {}

    static void encode(CharSequence text, ByteBuf out) {
        TsQueryParser parser = new TsQueryParser(text);
        if (parser.in.hasMore()) {
            parser.parse();
        }
        out.writeInt(parser.items.size());
        for (int i = parser.items.size() - 1; i >= 0; i--) {
            parser.items.get(i).write(out);
        }
    }

    private void parse() {
        operand();
        while (in.hasMore()) {
            if (in.accept(')')) {
                close();
            } else {
                operator();
                operand();
            }
        }
        while (!pending.isEmpty()) {
            Operation operation = pending.pop().operation();
            if (operation == null) {
                throw in.malformed("expected )");
            }
            items.add(operation);
        }
    }

    /** A word and all that opens before it. */
    private void operand() {
        while (in.hasMore()) {
            if (in.accept('!')) {
                pending.push(new Pending(new Operation(TsQueryOperator.NOT, 0)));
            } else if (in.accept('(')) {
                pending.push(new Pending(null));
            } else {
                items.add(modified(in.word()));
                return;
            }
        }
        throw in.malformed("expected a word");
    }

    private Word modified(String word) {
        int weights = 0;
        boolean prefix = false;
        if (in.accept(':')) {
            while (true) {
                int bit = "DCBA".indexOf(Character.toUpperCase(in.peek()));
                if (bit >= 0) {
                    weights |= 1 << bit;
                } else if (in.peek() == '*') {
                    prefix = true;
                } else {
                    break;
                }
                in.skip();
            }
        }
        return new Word(word, weights, prefix);
    }

    private void close() {
        while (!pending.isEmpty()) {
            Operation operation = pending.pop().operation();
            if (operation == null) {
                return;
            }
            items.add(operation);
        }
        throw in.malformed("there is a ) without its (");
    }

    private void operator() {
        Operation operation;
        if (in.accept('&')) {
            operation = new Operation(TsQueryOperator.AND, 0);
        } else if (in.accept('|')) {
            operation = new Operation(TsQueryOperator.OR, 0);
        } else if (in.accept('<')) {
            operation = new Operation(TsQueryOperator.PHRASE, distance());
        } else {
            throw in.malformed("expected an operator");
        }
        while (!pending.isEmpty()) {
            Operation earlier = pending.element().operation();
            if (earlier == null
                    || earlier.operator().precedence() < operation.operator().precedence()) {
                break;
            }
            items.add(earlier);
            pending.pop();
        }
        pending.push(new Pending(operation));
    }

    private int distance() {
        int distance = in.accept('-') ? 1 : in.number(TsQueryOperator.MAX_DISTANCE + 1);
        if (distance > TsQueryOperator.MAX_DISTANCE) {
            throw in.malformed("a distance is above " + TsQueryOperator.MAX_DISTANCE);
        }
        if (!in.accept('>')) {
            throw in.malformed("expected >");
        }
        return distance;
    }
}
