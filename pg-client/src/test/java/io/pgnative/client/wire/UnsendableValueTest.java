package io.pgnative.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.PasswordMessage;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.pgnative.client.wire.frontend.StartupMessage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsendableValueTest {

    @Test
    @DisplayName("S14: NUL is refused in every text of every message, before the first byte")
    void refusesNulAndNamesTheFieldAndTheIndex() {
        assertRefused(new Query("ab\0c"), "query contains a NUL character at index 2");
        assertRefused(new Parse("s\0", "select 1"), "statement name contains a NUL");
        assertRefused(
                new StartupMessage(StartupMessage.PROTOCOL_3_0, Map.of("user", "a\0database")),
                "start-up parameter user contains a NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800", "\ud83d\ud83d\ude00"})
    @DisplayName("S14: half a surrogate pair is refused, not replaced")
    void refusesLoneSurrogates(String text) {
        assertRefused(new Query(text), "query contains a lone surrogate");
    }

    @Test
    void neverShowsThePassword() {
        assertThatThrownBy(() -> new PasswordMessage("geheim\0").write(Unpooled.buffer()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password")
                .hasMessageNotContaining("geheim");
        assertThat(new PasswordMessage("geheim")).hasToString("PasswordMessage[password=<hidden>]");
        Bytes secret = Bytes.utf8("geheim");
        assertThat(List.of(
                                new SASLResponse(secret),
                                new SASLInitialResponse("SCRAM-SHA-256", secret),
                                new BackendKeyData(1, secret),
                                new CancelRequest(1, secret))
                        .toString())
                .doesNotContain("geheim")
                .contains("<6 bytes>");
    }

    @Test
    void leavesTheBufferAsItWasWhenAMessageFails() {
        ByteBuf out = Unpooled.buffer();
        new Query("select 1").write(out);
        int before = out.writerIndex();

        assertRefused(out, new Parse("name", "ok\0"), "query");

        assertThat(out.writerIndex()).isEqualTo(before);
    }

    @Test
    @DisplayName("S10: 65536 values are refused before the first byte")
    void refusesMoreValuesThanACountHolds() {
        List<Bytes> values = Collections.nCopies(65536, Bytes.EMPTY);
        assertRefused(new DataRow(List.copyOf(values)), "values: 65536 given");
        assertRefused(new Bind("", "", List.of(), List.copyOf(values), List.of()), "parameters: 65536 given");
    }

    @Test
    @DisplayName("S10: a sum of lengths above what a message holds is refused before the first byte")
    void refusesMoreBytesThanAMessageHolds() {
        // One megabyte, listed 2000 times: the sum overflows 30 bits without the memory being needed.
        Bytes megabyte = Bytes.of(new byte[1 << 20]);
        ByteBuf out = Unpooled.buffer();
        assertRefused(
                out, new Bind("", "", List.of(), Collections.nCopies(2000, megabyte), List.of()), "parameters has");
        assertThat(out.capacity()).isLessThan(1 << 20);
        assertThatThrownBy(() -> Wire.requireSendable(1L << 31, "query"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("query has 2147483648 bytes");
    }

    @Test
    void measuresUtf8AsItIsWritten() {
        for (String text : List.of("", "a", "ß", "€", "𝄞", "aß€𝄞")) {
            ByteBuf out = Unpooled.buffer();
            Wire.writeString(out, text, "text");
            assertThat(out.readableBytes()).isEqualTo(Wire.utf8Length(text, "text") + 1);
            assertThat(Wire.readString(out, "text")).isEqualTo(text);
        }
    }

    private static void assertRefused(Message message, String part) {
        assertRefused(Unpooled.buffer(), message, part);
    }

    private static void assertRefused(ByteBuf out, Message message, String part) {
        assertThatThrownBy(() -> message.write(out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part);
    }
}
