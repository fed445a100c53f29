package io.pgnative.client.wire;

import io.netty.buffer.ByteBuf;

/** Reads the command tag of CommandComplete in place, such as {@code INSERT 0 3}. */
public final class CommandTag {

    /** What {@link #rowCount} returns for a tag without a count, such as {@code CREATE TABLE}. */
    public static final long NO_COUNT = -1;

    private CommandTag() {}

    /**
     * The number of rows: the last word of the tag, if it is a number.
     *
     * @param buf holds the body of CommandComplete
     * @param start where the body starts
     * @param length how long it is, the terminator included
     * @return the count, or {@link #NO_COUNT}
     * @throws ProtocolViolation if the body is not one terminated string, or the count does not fit into 64 bits
     */
    public static long rowCount(ByteBuf buf, int start, int length) {
        requireTag(buf, start, length);
        int last = start + length - 2;
        int first = last;
        while (first >= start && isDigit(buf.getByte(first))) {
            first--;
        }
        if (first == last || first < start || buf.getByte(first) != ' ') {
            return NO_COUNT;
        }
        if (last - first > 19) {
            throw new ProtocolViolation("CommandComplete has a row count of " + (last - first) + " digits");
        }
        long count = 0;
        for (int i = first + 1; i <= last; i++) {
            count = count * 10 + (buf.getByte(i) - '0');
        }
        if (count < 0) {
            throw new ProtocolViolation("CommandComplete has a row count above 64 bits");
        }
        return count;
    }

    private static void requireTag(ByteBuf buf, int start, int length) {
        if (length < 1 || buf.indexOf(start, start + length, (byte) 0) != start + length - 1) {
            throw new ProtocolViolation("CommandComplete does not hold exactly one terminated tag");
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
