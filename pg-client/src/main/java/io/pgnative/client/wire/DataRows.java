package io.pgnative.client.wire;

import io.netty.buffer.ByteBuf;

/** Runs of DataRow messages that nobody reads. */
public final class DataRows {

    private static final int HEAD = 5;

    private DataRows() {}

    /**
     * How far whole DataRow messages follow each other, so that they can be passed over together.
     *
     * @param messages holds them
     * @param start where the first of them starts, with its type byte
     * @param length how many bytes there are from there on
     * @return in bytes: up to the first message that is unfinished or of another type, or has a length that none has
     */
    public static int length(ByteBuf messages, int start, int length) {
        int taken = 0;
        while (length - taken >= HEAD && messages.getByte(start + taken) == MessageType.DATA_ROW) {
            int body = messages.getInt(start + taken + 1) - 4;
            if (body < 0 || body > length - taken - HEAD) {
                break;
            }
            taken += HEAD + body;
        }
        return taken;
    }
}
