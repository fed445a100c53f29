package io.pgnative.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.wire.backend.BackendMessages;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.ErrorFields;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.RowDescription;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedMessageTest {

    @ParameterizedTest
    @ValueSource(ints = {-2, Integer.MIN_VALUE, 4, 1 << 30, Integer.MAX_VALUE})
    @DisplayName("S21: a value length that is below -1 or longer than the body is refused")
    void rejectsValueLengthOutsideOfTheBody(int length) {
        assertViolation('D', b -> b.writeShort(1).writeInt(length).writeZero(3), "DataRow value");
        assertViolation('V', b -> b.writeInt(length).writeZero(3), "FunctionCallResponse value");
    }

    @Test
    @DisplayName("S21: values that are longer than the body in sum are refused")
    void rejectsValuesLongerThanTheBodyInSum() {
        assertViolation(
                'D', b -> b.writeShort(2).writeInt(3).writeZero(3).writeInt(3).writeZero(2), "DataRow value");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2, 65535})
    @DisplayName("S21: a column count that the body cannot hold is refused")
    void rejectsColumnCountThatTheBodyCannotHold(int count) {
        assertViolation('D', b -> b.writeShort(count).writeInt(-1), "DataRow value");
        assertViolation('T', b -> b.writeShort(count).writeZero(19), "RowDescription");
        assertViolation('t', b -> b.writeShort(count).writeInt(23), "ParameterDescription");
        assertViolation('G', b -> b.writeByte(0).writeShort(count).writeShort(0), "CopyInResponse");
    }

    @Test
    @DisplayName("S21: a row without columns and one with 65535 are read")
    void readsTheExtremesOfColumnCounts() {
        ByteBuf wide = Unpooled.buffer().writeShort(65535);
        for (int i = 0; i < 65535; i++) {
            wide.writeInt(-1);
        }
        assertThat(DataRow.read(wide).values()).hasSize(65535).containsOnlyNulls();
        assertThat(DataRow.read(Unpooled.buffer().writeShort(0)).values()).isEmpty();
    }

    @Test
    @DisplayName("S21: trailing bytes are refused")
    void rejectsTrailingBytes() {
        assertViolation('D', b -> b.writeShort(1).writeInt(-1).writeByte(0), "DataRow has 1 bytes too many");
        assertViolation('Z', b -> b.writeByte('I').writeByte('I'), "ReadyForQuery");
        assertViolation('1', b -> b.writeByte(0), "ParseComplete");
        assertViolation('R', b -> b.writeInt(0).writeByte(0), "Authentication");
    }

    @Test
    @DisplayName("S24: strings without terminator are refused")
    void rejectsStringWithoutTerminator() {
        assertViolation('C', b -> text(b, "SELECT 1"), "CommandComplete tag has no terminator");
        assertViolation('C', b -> {}, "CommandComplete tag");
        assertViolation('S', b -> text(text(b, "name\0"), "value"), "ParameterStatus value");
        assertViolation('A', b -> text(b.writeInt(1), "channel\0payload"), "NotificationResponse payload");
        assertViolation('E', b -> text(b, "SERROR\0Mtext"), "ErrorResponse field has no terminator");
        assertViolation('E', b -> text(b, "SERROR\0"), "ErrorResponse has no terminator");
        assertViolation('R', b -> text(b.writeInt(10), "SCRAM-SHA-256\0"), "SASL mechanism");
    }

    @Test
    @DisplayName("S24: empty names are read")
    void readsEmptyNames() {
        RowDescription read =
                RowDescription.read(Unpooled.buffer().writeShort(1).writeZero(19));
        assertThat(read.fields()).singleElement().satisfies(f -> assertThat(f.name())
                .isEmpty());
    }

    @Test
    @DisplayName("S24: an error field of 1 MB is read")
    void readsErrorFieldOfOneMegabyte() {
        String text = "x".repeat(1_000_000);
        ErrorResponse read = ErrorResponse.read(text(Unpooled.buffer(), "M" + text + "\0\0"));
        assertThat(read.field(ErrorFields.MESSAGE)).isEqualTo(text);
    }

    @Test
    @DisplayName("S24: an error with unknown letters and without V, C and M is read")
    void readsErrorWithUnknownLettersAlone() {
        ByteBuf body = text(Unpooled.buffer(), "Zmystery\0\0");
        assertThat(ErrorResponse.read(body).fields()).containsExactly(java.util.Map.entry('Z', "mystery"));
        ByteBuf high = text(Unpooled.buffer().writeByte(0xE4), "x\0\0");
        assertThat(ErrorResponse.read(high).field('\u00e4')).isEqualTo("x");
        assertThat(ErrorResponse.read(Unpooled.buffer().writeByte(0)).fields()).isEmpty();
    }

    @Test
    @DisplayName("S24: invalid UTF-8 in an error still gives an error")
    void readsErrorWithInvalidUtf8() {
        ByteBuf body = Unpooled.buffer()
                .writeByte('M')
                .writeByte('a')
                .writeByte(0xFF)
                .writeByte('b')
                .writeZero(2);
        assertThat(ErrorResponse.read(body).field(ErrorFields.MESSAGE)).isEqualTo("a\uFFFDb");
    }

    @Test
    void rejectsUnknownCodes() {
        assertViolation('R', b -> b.writeInt(99), "unknown code 99");
        assertViolation('Z', b -> b.writeByte('i'), "unknown status 'i'");
        assertViolation('H', b -> b.writeByte(2).writeShort(0), "format is 2");
        assertViolation('H', b -> b.writeByte(0).writeShort(1).writeShort(-1), "format");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 257})
    void rejectsCancelKeyOfWrongLength(int length) {
        assertViolation('K', b -> b.writeInt(1).writeZero(length), "key of " + length + " bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, Integer.MAX_VALUE})
    void rejectsOptionCountThatTheBodyCannotHold(int count) {
        assertViolation('v', b -> b.writeInt(0x30000).writeInt(count).writeZero(2), "NegotiateProtocolVersion");
    }

    private static ByteBuf text(ByteBuf out, String text) {
        out.writeCharSequence(text, java.nio.charset.StandardCharsets.UTF_8);
        return out;
    }

    private static void assertViolation(char type, Consumer<ByteBuf> body, String part) {
        ByteBuf buf = Unpooled.buffer();
        body.accept(buf);
        assertThatThrownBy(() -> BackendMessages.read((byte) type, buf))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining(part);
    }
}
