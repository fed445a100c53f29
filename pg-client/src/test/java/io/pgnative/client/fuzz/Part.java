package io.pgnative.client.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.wire.Message;

/**
 * Of what a server says.
 *
 * @param after how many messages of the client come first
 * @param bytes one message, unless it was mutated
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes it, and parts are not compared
record Part(int after, byte[] bytes) {

    static byte[] bytes(Message message) {
        ByteBuf buf = Unpooled.buffer();
        message.write(buf);
        return ByteBufUtil.getBytes(buf);
    }

    byte type() {
        return bytes[0];
    }
}
