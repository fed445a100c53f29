package io.pgnative.client.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.Column;
import io.pgnative.client.CommandResult;
import io.pgnative.client.Row;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.TypeRegistry;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.FrameLimits;
import io.pgnative.client.wire.FrameReader;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.DataRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows in as the network gives them, and out as they were sent. */
class RowBufferTest {

    private static final Codec TEXT = TypeRegistry.byOid(25);
    private static final RowShape SHAPE = new RowShape(
            List.of(new Column("a", 25, "text", -1, 0, 0), new Column("b", 25, "text", -1, 0, 0)),
            new Codec[] {TEXT, TEXT});
    private static final CommandResult DONE = new CommandResult("SELECT", 0);

    private final RowBuffer buffer = new RowBuffer();
    private final List<Byte> others = new ArrayList<>();

    private final FrameReader.FrameHandler handler = new FrameReader.FrameHandler() {
        @Override
        public void frame(byte type, ByteBuf body, int start, int length) {
            if (type != MessageType.DATA_ROW || !buffer.add(SHAPE.size(), body, start, length)) {
                others.add(type);
            }
        }

        @Override
        public int rows(ByteBuf messages, int start, int length) {
            return buffer.addAll(SHAPE.size(), messages, start, length);
        }
    };

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 900, 5_000, 70_000})
    void givesRowsOfAnySizeBackAsTheyWereSentHoweverTheyArrive(int largestValue) {
        Random random = new Random(largestValue);
        for (int result = 0; result < 40; result++) {
            List<String> expected = new ArrayList<>();
            ByteBuf sent = Unpooled.buffer();
            int rows = random.nextInt(largestValue > 1_000 ? 30 : 600);
            for (int i = 0; i < rows; i++) {
                String value = i + "x".repeat(random.nextInt(largestValue));
                expected.add(value);
                new DataRow(List.of(Bytes.utf8(value), Bytes.utf8("b" + i))).write(sent);
            }
            new CommandComplete("SELECT " + rows).write(sent);

            feed(sent, random);

            assertThat(others).containsExactly(MessageType.COMMAND_COMPLETE);
            others.clear();
            assertThat(buffer.size()).isEqualTo(rows);
            List<String> first = new ArrayList<>();
            List<String> second = new ArrayList<>();
            for (Row row : buffer.take(SHAPE, DONE)) {
                first.add(String.valueOf(row.getString(0)));
                second.add(String.valueOf(row.getString(1)));
            }
            assertThat(first).isEqualTo(expected);
            assertThat(second).hasSize(rows).allSatisfy(b -> assertThat(b).startsWith("b"));
        }
    }

    @Test
    void leavesWhatIsNoRowOfTheShapeToTheHandlerOfSingleMessages() {
        ByteBuf sent = Unpooled.buffer();
        DataRow.ofText("1", "2").write(sent);
        DataRow.ofText("1", "2").write(sent);
        DataRow.ofText("one column").write(sent);
        DataRow.ofText("3", "4").write(sent);
        DataRow.ofText("3", "4").write(sent);

        new FrameReader(FrameLimits.session(1 << 20), handler).feed(sent);

        assertThat(others).containsExactly(MessageType.DATA_ROW);
        assertThat(buffer.size()).isEqualTo(4);
    }

    @Test
    void keepsRowsThatWereTakenWhenTheNextResultComes() {
        FrameReader reader = new FrameReader(FrameLimits.session(1 << 20), handler);
        reader.feed(rows("first"));
        ResultRows first = buffer.take(SHAPE, DONE);
        reader.feed(rows("other"));
        ResultRow other = buffer.takeFirst(SHAPE);
        reader.feed(rows("third"));

        assertThat(first.get(1).getString(0)).isEqualTo("first");
        assertThat(other.getString(0)).isEqualTo("other");
        assertThat(buffer.size()).isEqualTo(3);
    }

    private static ByteBuf rows(String value) {
        ByteBuf sent = Unpooled.buffer();
        for (int i = 0; i < 3; i++) {
            DataRow.ofText(value, "b").write(sent);
        }
        return sent;
    }

    private void feed(ByteBuf sent, Random random) {
        FrameReader reader = new FrameReader(FrameLimits.session(1 << 20), handler);
        while (sent.isReadable()) {
            int size = Math.min(sent.readableBytes(), 1 + random.nextInt(65_536));
            reader.feed(sent.readRetainedSlice(size));
        }
        sent.release();
        assertThat(reader.isMidMessage()).isFalse();
    }
}
