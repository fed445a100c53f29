package io.pgnative.client.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.pgnative.client.wire.backend.BackendMessages;
import io.pgnative.client.wire.frontend.FrontendMessages;
import java.util.ArrayList;
import java.util.List;

/** What reads messages, to be fuzzed, and messages to begin with. */
final class WireTargets {

    private static final FrameLimits STARTUP = FrameLimits.startup();
    private static final FrameLimits SESSION = FrameLimits.session(FrameLimits.DEFAULT_MAX_MESSAGE);
    private static final FrameLimits FRONTEND = FrameLimits.frontend(FrameLimits.DEFAULT_MAX_MESSAGE);

    /** Shorter than the head of a message, so that this comes in pieces, too. */
    private static final int PIECE = 3;

    /** Its buffers are not watched for leaks, since the watch takes more memory than all else. */
    private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false, true);

    private WireTargets() {}

    private static byte[] bytes(Message message) {
        ByteBuf buf = Unpooled.buffer();
        message.write(buf);
        return ByteBufUtil.getBytes(buf);
    }

    /** Every message of servers. */
    static List<byte[]> backend() {
        return Samples.backend().stream().map(WireTargets::bytes).toList();
    }

    /** Every message of clients. */
    static List<byte[]> frontend() {
        return Samples.frontend().stream().map(WireTargets::bytes).toList();
    }

    /** Finds the same messages however the bytes are cut into pieces. */
    static void findMessages(byte[] input) {
        for (FrameLimits limits : List.of(STARTUP, SESSION)) {
            assertThat(found(limits, input, PIECE)).isEqualTo(found(limits, input, Math.max(1, input.length)));
        }
    }

    private static List<String> found(FrameLimits limits, byte[] input, int piece) {
        List<String> found = new ArrayList<>();
        try (FrameReader reader = new FrameReader(
                limits,
                (type, buf, start, length) -> found.add(type + " " + ByteBufUtil.hexDump(buf, start, length)))) {
            for (int at = 0; at < input.length; at += piece) {
                int length = Math.min(piece, input.length - at);
                reader.feed(HEAP.buffer(length).writeBytes(input, at, length));
            }
            found.add(reader.isMidMessage() ? "in the middle" : "complete");
        } catch (ProtocolViolation expected) {
            found.add(String.valueOf(expected.getMessage()));
        }
        return found;
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

    private static void readBackend(byte type, ByteBuf buf, int start, int length) {
        BackendMessages.read(type, buf.slice(start, length));
    }

    /** Reads messages of servers. */
    static void readMessagesOfServers(byte[] input) {
        feed(SESSION, WireTargets::readBackend, input);
    }

    /** Reads messages of servers that do not know the client yet. */
    static void readMessagesDuringTheStartUp(byte[] input) {
        feed(STARTUP, WireTargets::readBackend, input);
    }

    /** Reads a message of servers without the reader of frames, which refuses many of them. */
    static void readBodiesOfServers(byte[] input) {
        if (input.length > 5) {
            try {
                BackendMessages.read(input[0], Unpooled.wrappedBuffer(input, 5, input.length - 5));
            } catch (ProtocolViolation expected) {
                // What is no message.
            }
        }
    }

    /** Reads messages of clients. */
    static void readMessagesOfClients(byte[] input) {
        feed(FRONTEND, (type, buf, start, length) -> FrontendMessages.read(type, buf.slice(start, length)), input);
    }
}
