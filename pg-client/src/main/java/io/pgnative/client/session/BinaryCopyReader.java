package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.PgDataException;
import io.pgnative.client.result.ResultRows;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.wire.ProtocolViolation;
import java.util.Arrays;

/**
 * Reads the binary format of COPY from the bodies of CopyData messages, whose bounds mean nothing: a tuple may span
 * several (SQL command COPY, section "Binary Format"). A tuple looks like the body of a DataRow, so that rows are
 * gathered, read and mapped as those of queries are. For one COPY.
 */
final class BinaryCopyReader {

    /** Flags that a reader must know, of which there are none any more: 16 to 31. */
    private static final int CRITICAL_FLAGS = 0xffff0000;

    private static final int FIRST_PART = 1024;
    private static final int COUNT_UNKNOWN = -1;

    private enum State {
        /** Up to the length of the header's extension. */
        HEADER,
        EXTENSION,
        TUPLES,
        /** The trailer has come. */
        ENDED
    }

    private final RowShape shape;
    private final RowBuffer rows;
    private final int maxTuple;
    private final int batchBytes;
    private State state = State.HEADER;
    private long tuples;
    private long gathered;

    /** What has come of a header or a tuple that is not all there. */
    private byte[] part = new byte[FIRST_PART];

    private int partLength;

    /** How long the part must be until more is known of it; in the extension, how much of it is left. */
    private int needed = BinaryCopyFormat.HEADER;

    /** The field of the part whose length is to be read next. */
    private int field = COUNT_UNKNOWN;

    /**
     * Makes one.
     *
     * @param shape of the rows
     * @param rows where they are gathered; empty
     * @param maxTuple the most bytes that a tuple may have
     * @param batchBytes the number of bytes from which {@link #isFull} on
     * @throws PgDataException when a column has no binary form
     */
    BinaryCopyReader(RowShape shape, RowBuffer rows, int maxTuple, int batchBytes) {
        BinaryCopyFormat.requireBinary(shape);
        this.shape = shape;
        this.rows = rows;
        this.maxTuple = maxTuple;
        this.batchBytes = batchBytes;
    }

    /**
     * Takes the body of a CopyData message.
     *
     * @param data holds it
     * @param start where it begins
     * @param length how long it is
     * @throws ProtocolViolation when it is no such format
     */
    void take(ByteBuf data, int start, int length) {
        int position = start;
        int end = start + length;
        while (position < end) {
            position += switch (state) {
                case HEADER -> takeHeader(data, position, end);
                case EXTENSION -> passExtension(end - position);
                case TUPLES -> takeTuples(data, position, end);
                case ENDED ->
                    throw new ProtocolViolation((end - position) + " bytes follow the trailer of a binary COPY");
            };
        }
    }

    private int takeHeader(ByteBuf data, int start, int end) {
        int taken = addPart(data, start, end);
        for (int i = partLength - taken; i < Math.min(partLength, BinaryCopyFormat.signatureLength()); i++) {
            if (part[i] != BinaryCopyFormat.signature(i)) {
                throw new ProtocolViolation("a binary COPY does not begin with its signature");
            }
        }
        if (partLength == needed) {
            int flags = intOf(needed - 8);
            int extension = intOf(needed - 4);
            if ((flags & CRITICAL_FLAGS) != 0) {
                throw new ProtocolViolation(
                        "a binary COPY has the flags 0x" + Integer.toHexString(flags) + "; none of these is known");
            }
            if (extension < 0) {
                throw new ProtocolViolation("the header of a binary COPY has an extension of " + extension + " bytes");
            }
            needed = extension;
            state = State.EXTENSION;
            passExtension(0);
        }
        return taken;
    }

    /** Nothing is known that could be in it. */
    private int passExtension(int available) {
        int passed = Math.min(needed, available);
        needed -= passed;
        if (needed == 0) {
            state = State.TUPLES;
            nextTuple();
        }
        return passed;
    }

    private int takeTuples(ByteBuf data, int start, int end) {
        int taken = 0;
        if (partLength == 0) {
            int before = rows.size();
            taken = rows.addTuples(shape.size(), data, start, end - start);
            tuples += rows.size() - before;
            gathered += taken;
        }
        // What is left is the beginning of a tuple, the trailer or wrong.
        return taken + takePart(data, start + taken, end);
    }

    /** Up to the end of the tuple, if that has come. */
    private int takePart(ByteBuf data, int start, int end) {
        int position = start;
        while (position < end) {
            position += addPart(data, position, end);
            if (partLength < needed) {
                break;
            }
            readPart();
            if (state == State.ENDED) {
                break;
            }
            if (field == shape.size() && partLength == needed) {
                addTuple();
                break;
            }
        }
        return position - start;
    }

    /** Reads the field count, or the length of a field, that the part ends with. */
    private void readPart() {
        if (field == COUNT_UNKNOWN) {
            short count = (short) ((part[0] & 0xff) << 8 | (part[1] & 0xff));
            if (count == BinaryCopyFormat.TRAILER) {
                state = State.ENDED;
                partLength = 0;
                return;
            }
            if (count != shape.size()) {
                throw new ProtocolViolation(
                        tuple() + " has " + count + " fields; there are " + shape.size() + " columns");
            }
            field = 0;
            needed += count == 0 ? 0 : 4;
        } else if (field < shape.size()) {
            int length = intOf(needed - 4);
            if (length < -1) {
                throw new ProtocolViolation(tuple() + " has a field of length " + length);
            }
            field++;
            long next = (long) needed + Math.max(0, length) + (field < shape.size() ? 4 : 0);
            if (next > maxTuple) {
                throw new ProtocolViolation(
                        tuple() + " has more than the " + maxTuple + " bytes that are taken (max-message-size)");
            }
            needed = (int) next;
        }
    }

    private void addTuple() {
        if (!rows.add(shape.size(), Unpooled.wrappedBuffer(part, 0, partLength), 0, partLength)) {
            throw new IllegalStateException("its fields were counted");
        }
        tuples++;
        gathered += partLength;
        nextTuple();
    }

    private void nextTuple() {
        if (part.length > 256 * FIRST_PART) {
            part = new byte[FIRST_PART];
        }
        partLength = 0;
        needed = 2;
        field = COUNT_UNKNOWN;
    }

    /** Adds to the part what it needs, as far as it is there: memory grows with what comes, not with what is said. */
    private int addPart(ByteBuf data, int start, int end) {
        int added = Math.min(needed - partLength, end - start);
        if (part.length - partLength < added) {
            part = Arrays.copyOf(
                    part, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(part.length * 2L, partLength + added)));
        }
        data.getBytes(start, part, partLength, added);
        partLength += added;
        return added;
    }

    private int intOf(int index) {
        return (part[index] & 0xff) << 24
                | (part[index + 1] & 0xff) << 16
                | (part[index + 2] & 0xff) << 8
                | (part[index + 3] & 0xff);
    }

    private String tuple() {
        return "tuple " + tuples + " of a binary COPY, counted from 0,";
    }

    /**
     * CopyDone.
     *
     * @throws ProtocolViolation when the trailer has not come
     */
    void end() {
        if (state != State.ENDED) {
            throw new ProtocolViolation("a binary COPY ended "
                    + (state != State.TUPLES
                            ? "in its header"
                            : partLength > 0 ? "within a tuple" : "without its trailer"));
        }
    }

    /** The tuples that have come, those that were taken as rows among them. */
    long tuples() {
        return tuples;
    }

    /** Whether as many bytes of rows have been gathered as a batch is to have; the next message can still be taken. */
    boolean isFull() {
        return gathered >= batchBytes;
    }

    /** The rows that have been gathered and not been taken. */
    int size() {
        return rows.size();
    }

    /** Takes the rows that have been gathered. */
    ResultRows takeRows() {
        gathered = 0;
        return rows.take(shape, ResultCollector.NO_RESULT);
    }
}
