package io.pgnative.client.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.fuzz.Fuzz;
import io.pgnative.client.wire.backend.BackendMessages;
import io.pgnative.client.wire.frontend.FrontendMessages;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S20, S24: whatever bytes come are messages or a violation of the protocol")
class WireFuzzTest {

    private static byte[] bytes(Message message) {
        ByteBuf buf = Unpooled.buffer();
        message.write(buf);
        return ByteBufUtil.getBytes(buf);
    }

    private static List<byte[]> backend() {
        return Samples.backend().stream().map(WireFuzzTest::bytes).toList();
    }

    private static List<byte[]> frontend() {
        return Samples.frontend().stream().map(WireFuzzTest::bytes).toList();
    }

    /** In two parts, so that what is unfinished is kept. */
    private static void feed(FrameLimits limits, FrameReader.FrameHandler handler, byte[] input) {
        try (FrameReader reader = new FrameReader(limits, handler)) {
            int half = input.length / 2;
            reader.feed(Unpooled.copiedBuffer(input, 0, half));
            reader.feed(Unpooled.copiedBuffer(input, half, input.length - half));
        } catch (ProtocolViolation expected) {
            // What is no message.
        }
    }

    @Test
    void readsMessagesOfServers() {
        FrameLimits limits = FrameLimits.session(FrameLimits.DEFAULT_MAX_MESSAGE);
        Fuzz.run(
                backend(),
                input -> feed(
                        limits,
                        (type, buf, start, length) -> BackendMessages.read(type, buf.slice(start, length)),
                        input));
    }

    @Test
    void readsMessagesOfServersDuringTheStartUp() {
        Fuzz.run(
                backend(),
                input -> feed(
                        FrameLimits.startup(),
                        (type, buf, start, length) -> BackendMessages.read(type, buf.slice(start, length)),
                        input));
    }

    /** Without the reader of frames, which refuses many of them. */
    @Test
    void readsBodiesOfServers() {
        Fuzz.run(backend(), input -> {
            if (input.length > 5) {
                try {
                    BackendMessages.read(input[0], Unpooled.wrappedBuffer(input, 5, input.length - 5));
                } catch (ProtocolViolation expected) {
                    // What is no message.
                }
            }
        });
    }

    @Test
    void readsMessagesOfClients() {
        FrameLimits limits = FrameLimits.frontend(FrameLimits.DEFAULT_MAX_MESSAGE);
        Fuzz.run(
                frontend(),
                input -> feed(
                        limits,
                        (type, buf, start, length) -> FrontendMessages.read(type, buf.slice(start, length)),
                        input));
    }
}
