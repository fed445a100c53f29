package io.pgnative.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTagTest {

    @ParameterizedTest
    @CsvSource({
        "INSERT 0 3, 3",
        "SELECT 0, 0",
        "UPDATE 12, 12",
        "COPY 9223372036854775807, 9223372036854775807",
        "CREATE TABLE, -1",
        "BEGIN, -1",
        "7, -1",
        "X7, -1",
        "'SELECT ', -1",
        "'', -1"
    })
    void readsTheCountInPlace(String tag, long count) {
        ByteBuf body = Unpooled.buffer().writeByte('9');
        ByteBufUtil.writeAscii(body, tag);
        body.writeByte(0).writeByte('9');

        assertThat(CommandTag.rowCount(body, 1, tag.length() + 1)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 9223372036854775808\0", "SELECT 10000000000000000000\0", "SELECT 1", "A\0B\0", ""})
    void rejectsWhatIsNoTag(String bytes) {
        ByteBuf body = Unpooled.buffer();
        ByteBufUtil.writeAscii(body, bytes);
        assertThatThrownBy(() -> CommandTag.rowCount(body, 0, bytes.length())).isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void readsTheCountOfAnyBuffer() {
        ByteBuf direct = Unpooled.directBuffer();
        ByteBufUtil.writeAscii(direct, "DELETE 41\0");
        assertThat(CommandTag.rowCount(direct, 0, 10)).isEqualTo(41);
        direct.release();
    }
}
