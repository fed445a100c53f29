package io.pgnative.client.fuzz;

import io.pgnative.client.wire.MessageType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server has said, read without the client's help: one answer up to each ReadyForQuery, as far as there are
 * messages.
 */
final class Answers {

    private static final String TYPES = "123ACDEGHIKNRSTVWZcdnstv";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> data = new ArrayList<>();
    private final List<ByteBuffer> descriptions = new ArrayList<>();
    private int ready;
    private boolean broken;
    private boolean readyTwice;

    private Answers() {}

    static Answers of(byte[] bytes, int length) {
        Answers answers = new Answers();
        answers.read(ByteBuffer.wrap(bytes, 0, Math.min(length, bytes.length)));
        return answers;
    }

    private void read(ByteBuffer in) {
        List<String> currentRows = new ArrayList<>();
        StringBuilder currentData = new StringBuilder();
        byte last = 0;
        while (in.remaining() >= 5) {
            byte type = in.get(in.position());
            int length = in.getInt(in.position() + 1);
            if (TYPES.indexOf(type) < 0 || length < 4) {
                broken = true;
                break;
            }
            if (length > in.remaining() - 1) {
                break;
            }
            ByteBuffer body = in.slice(in.position() + 5, length - 4);
            in.position(in.position() + 1 + length);
            switch (type) {
                case MessageType.DATA_ROW -> currentRows.add(firstColumn(body));
                case MessageType.COPY_DATA -> currentData.append(StandardCharsets.ISO_8859_1.decode(body));
                case MessageType.ROW_DESCRIPTION -> descriptions.add(body);
                case MessageType.READY_FOR_QUERY -> {
                    ready++;
                    readyTwice |= last == type;
                    rows.add(currentRows);
                    data.add(currentData.toString());
                    currentRows = new ArrayList<>();
                    currentData = new StringBuilder();
                }
                default -> {}
            }
            last = type;
        }
    }

    private static String firstColumn(ByteBuffer body) {
        if (body.remaining() < 6 || body.getShort(0) == 0) {
            return "";
        }
        int length = body.getInt(2);
        if (length < 0 || length > body.remaining() - 6) {
            return "null";
        }
        return StandardCharsets.UTF_8.decode(body.slice(6, length)).toString();
    }

    /** The first columns of the rows of each answer. */
    List<List<String>> rows() {
        return rows;
    }

    /** The data of a COPY in each answer. */
    List<String> data() {
        return data;
    }

    /** What was said of columns. */
    List<ByteBuffer> descriptions() {
        return descriptions;
    }

    /** How many answers have an end. */
    int ready() {
        return ready;
    }

    /** Whether an answer has nothing but its end. */
    boolean isReadyTwice() {
        return readyTwice;
    }

    /** Whether something came that is no message. */
    boolean isBroken() {
        return broken;
    }
}
