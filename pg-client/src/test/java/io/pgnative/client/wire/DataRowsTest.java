package io.pgnative.client.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class DataRowsTest {

    private final ByteBuf messages = Unpooled.buffer();

    private DataRowsTest message(byte type, int length, int body) {
        messages.writeByte(type).writeInt(length).writeZero(body);
        return this;
    }

    private DataRowsTest row(int body) {
        return message(MessageType.DATA_ROW, body + 4, body);
    }

    private int length() {
        return DataRows.length(messages, 0, messages.readableBytes());
    }

    @Test
    void passesOverWholeRows() {
        assertThat(row(10).row(0).row(300).length()).isEqualTo(15 + 5 + 305);
        assertThat(DataRows.length(messages, 15, messages.readableBytes() - 15)).isEqualTo(5 + 305);
    }

    @Test
    void stopsBeforeAnotherMessage() {
        assertThat(row(10).message(MessageType.COMMAND_COMPLETE, 14, 10).row(1).length())
                .isEqualTo(15);
    }

    @Test
    void stopsBeforeWhatIsUnfinished() {
        row(10).row(20);
        for (int cut = 16; cut < messages.readableBytes(); cut++) {
            assertThat(DataRows.length(messages, 0, cut)).isEqualTo(15);
        }
        assertThat(DataRows.length(messages, 0, 3)).isZero();
    }

    @Test
    void stopsBeforeALengthThatNoMessageHas() {
        for (int length : new int[] {3, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            messages.clear();
            assertThat(row(10).message(MessageType.DATA_ROW, length, 50).length())
                    .isEqualTo(15);
        }
    }
}
