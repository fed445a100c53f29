package io.pgnative.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BackendMessages;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.FrontendMessages;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.SSLRequest;
import io.pgnative.client.wire.frontend.StartupMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final FrameLimits SESSION = FrameLimits.session(FrameLimits.DEFAULT_MAX_MESSAGE);

    /** Own, so that what it has given out and not got back can be counted. */
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    private final List<BackendMessage> received = new ArrayList<>();
    private final FrameReader reader = new FrameReader(
            SESSION, (type, buf, start, length) -> received.add(BackendMessages.read(type, buf.slice(start, length))));

    @AfterEach
    void nothingLeaks() {
        reader.close();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void readsMessagesThatAreJoined() {
        reader.feed(buffer(bytesOf(Samples.backend())));

        assertThat(received).isEqualTo(Samples.backend());
        assertThat(reader.copiedBytes()).isZero();
    }

    @Test
    void readsMessagesThatAreSplitAtAnyByte() {
        byte[] bytes = bytesOf(Samples.backend());
        for (int split = 0; split <= bytes.length; split++) {
            received.clear();
            reader.feed(buffer(bytes, 0, split));
            reader.feed(buffer(bytes, split, bytes.length - split));
            assertThat(received).isEqualTo(Samples.backend());
            assertThat(reader.isMidMessage()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64})
    void readsMessagesThatComeInPieces(int size) {
        byte[] bytes = bytesOf(Samples.backend());
        for (int at = 0; at < bytes.length; at += size) {
            reader.feed(buffer(bytes, at, Math.min(size, bytes.length - at)));
        }
        assertThat(received).isEqualTo(Samples.backend());
    }

    @Test
    void copiesALargeMessageThatTricklesAtMostThreeTimes() {
        int megabytes3 = 3 << 20;
        byte[] bytes = bytesOf(List.of(new DataRow(List.of(Bytes.of(new byte[megabytes3])))));
        for (int at = 0; at < bytes.length; at += 1400) {
            reader.feed(buffer(bytes, at, Math.min(1400, bytes.length - at)));
            assertThat(reader.tailCapacity()).isLessThanOrEqualTo(Math.max(512, 2 * (at + 1400)));
        }
        assertThat(received).hasSize(1);
        assertThat(reader.copiedBytes()).isLessThan(3L * bytes.length);
    }

    @Test
    void copiesOnlyUnfinishedMessagesOfALargeResult() {
        AtomicInteger rows = new AtomicInteger();
        FrameReader counting = new FrameReader(SESSION, (type, buf, start, length) -> rows.incrementAndGet());
        byte[] row = bytesOf(List.of(DataRow.ofText("x".repeat(93))));
        assertThat(row).hasSize(104);
        int reads = 500;
        int readSize = 65_536;
        long total = 0;
        for (int i = 0; i < reads; i++) {
            ByteBuf read = allocator.buffer(readSize);
            for (int j = 0; j < readSize; j++) {
                read.writeByte(row[(int) (total++ % row.length)]);
            }
            counting.feed(read);
        }
        counting.close();

        assertThat(rows.get()).isEqualTo((int) (total / row.length));
        // At most one row at the end of each read, and its rest at the start of the next.
        assertThat(counting.copiedBytes()).isLessThan((long) reads * row.length);
    }

    @ParameterizedTest
    @CsvSource({
        "D, -2147483648",
        "D, -1",
        "D, 0",
        "D, 1",
        "D, 3",
        "D, 4",
        "D, 5",
        "D, 2147483647",
        "D, 1073741829",
        "Z, 4",
        "Z, 6",
        "1, 5",
        "R, 4",
        "R, 65541",
        "R, 1073741824",
        "E, 4",
        "E, 1048581",
        "N, 1048581",
        "S, 5",
        "S, 65541",
        "K, 4",
        "K, 11",
        "K, 265",
        "v, 11",
        "A, 9",
        "C, 4",
        "C, 65541",
        "T, 5",
        "t, 131075000"
    })
    @DisplayName("S20: a length outside of the limits of its type is refused before allocation")
    void rejectsHostileLengthBeforeAllocation(char type, int length) {
        ByteBuf in = allocator.buffer(16).writeByte(type).writeInt(length).writeZero(4);

        assertThatThrownBy(() -> reader.feed(in))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("'" + type + "'")
                .hasMessageContaining(Integer.toString(length));

        assertThat(in.refCnt()).isZero();
        assertThat(reader.copiedBytes()).isZero();
        assertThat(reader.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, 2147483647})
    @DisplayName("S20: a hostile length that comes in pieces is refused too")
    void rejectsHostileLengthInPieces(int length) {
        byte[] head = {'D', (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length};
        for (int i = 0; i < 4; i++) {
            reader.feed(buffer(head, i, 1));
        }
        assertThatThrownBy(() -> reader.feed(buffer(head, 4, 1))).isInstanceOf(ProtocolViolation.class);
        assertThat(reader.tailCapacity()).isZero();
    }

    @Test
    @DisplayName("S20: an announced gigabyte takes memory only as it arrives")
    void allocatesByWhatArrivesAndNotByWhatIsAnnounced() {
        reader.feed(allocator.buffer(16).writeByte('D').writeInt((1 << 30) + 4).writeZero(3));
        assertThat(reader.tailCapacity()).isLessThanOrEqualTo(512);
        reader.feed(allocator.buffer(4096).writeZero(4096));
        assertThat(reader.tailCapacity()).isLessThanOrEqualTo(8192);
    }

    @Test
    void limitsTheConfiguredMessages() {
        reader.limits(FrameLimits.session(2048));
        assertThatThrownBy(() -> reader.feed(allocator.buffer().writeByte('D').writeInt(2053)))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("2052");
        assertThatThrownBy(() -> FrameLimits.session(1023)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FrameLimits.session(Integer.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(bytes = {'D', 'T', 'd', 'A', 'C', '1', 0, -1, 'y'})
    void refusesDuringStartUpWhatBelongsToSessions(byte type) {
        reader.limits(FrameLimits.startup());
        assertThatThrownBy(() -> reader.feed(allocator.buffer().writeByte(type).writeInt(4)))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("not expected");
    }

    @Test
    void handlerCanChangeTheLimitsForTheNextMessage() {
        List<Byte> types = new ArrayList<>();
        FrameReader[] self = new FrameReader[1];
        self[0] = new FrameReader(FrameLimits.startup(), (type, buf, start, length) -> {
            types.add(type);
            self[0].limits(SESSION);
        });
        self[0].feed(allocator.buffer().writeBytes(new byte[] {'Z', 0, 0, 0, 5, 'I', '1', 0, 0, 0, 4}));
        assertThat(types).containsExactly((byte) 'Z', (byte) '1');
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 9})
    void handlerCanCloseInTheMiddle(int split) {
        byte[] bytes = bytesOf(List.of(DataRow.ofText("one"), DataRow.ofText("two"), DataRow.ofText("three")));
        AtomicInteger calls = new AtomicInteger();
        FrameReader[] self = new FrameReader[1];
        self[0] = new FrameReader(SESSION, (type, buf, start, length) -> {
            calls.incrementAndGet();
            self[0].close();
            // Still readable: the buffer is released after the call.
            assertThat(buf.getShort(start)).isEqualTo((short) 1);
        });
        self[0].feed(buffer(bytes, 0, split));
        self[0].feed(buffer(bytes, split, bytes.length - split));
        ByteBuf late = buffer(bytes);
        self[0].feed(late);

        assertThat(calls).hasValue(1);
        assertThat(late.refCnt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 9})
    void handlerFailureLeaksNothing(int split) {
        byte[] bytes = bytesOf(List.of(DataRow.ofText("one"), DataRow.ofText("two")));
        FrameReader failing = new FrameReader(SESSION, (type, buf, start, length) -> {
            throw new IllegalStateException("handler");
        });
        failing.feed(buffer(bytes, 0, split));
        ByteBuf rest = buffer(bytes, split, bytes.length - split);

        assertThatThrownBy(() -> failing.feed(rest)).hasMessage("handler");

        assertThat(rest.refCnt()).isZero();
        assertThat(failing.isClosed()).isTrue();
    }

    @Test
    void handlerMustNotFeed() {
        FrameReader[] self = new FrameReader[1];
        self[0] = new FrameReader(SESSION, (type, buf, start, length) -> self[0].feed(allocator.buffer()));
        assertThatThrownBy(() -> self[0].feed(buffer(bytesOf(List.of(DataRow.ofText("one"))))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closeDropsAnUnfinishedMessage() {
        reader.feed(buffer(new byte[] {'D', 0, 0, 1, 0, 7}));
        assertThat(reader.isMidMessage()).isTrue();
        reader.close();
        assertThat(reader.isMidMessage()).isFalse();
    }

    @Test
    void serverReadsUntypedMessagesFirst() {
        List<FrontendMessage> messages = new ArrayList<>();
        FrameReader[] self = new FrameReader[1];
        self[0] = new FrameReader(FrameLimits.frontend(4096), (type, buf, start, length) -> {
            FrontendMessage message = FrontendMessages.read(type, buf.slice(start, length));
            messages.add(message);
            if (message instanceof StartupMessage) {
                self[0].untyped(false);
            }
        });
        self[0].untyped(true);
        List<Message> sent = List.of(
                new SSLRequest(),
                new StartupMessage(StartupMessage.PROTOCOL_3_0, Map.of("user", "anna")),
                new Query("select 1"));
        for (byte b : bytesOf(sent)) {
            self[0].feed(buffer(new byte[] {b}));
        }
        assertThat(messages).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 7, 10_005, 2147483647})
    void serverRefusesStartUpPacketOfHostileLength(int length) {
        FrameReader server = new FrameReader(FrameLimits.frontend(4096), (type, buf, start, bodyLength) -> {});
        server.untyped(true);
        assertThatThrownBy(() -> server.feed(allocator.buffer().writeInt(length)))
                .isInstanceOf(ProtocolViolation.class);
    }

    private ByteBuf buffer(byte[] bytes) {
        return buffer(bytes, 0, bytes.length);
    }

    private ByteBuf buffer(byte[] bytes, int start, int length) {
        return allocator.buffer(Math.max(1, length)).writeBytes(bytes, start, length);
    }

    private static byte[] bytesOf(List<? extends Message> messages) {
        ByteBuf out = Unpooled.buffer();
        messages.forEach(message -> message.write(out));
        return ByteBufUtil.getBytes(out);
    }
}
