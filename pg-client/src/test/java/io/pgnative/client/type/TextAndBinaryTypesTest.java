package io.pgnative.client.type;

import static io.pgnative.client.type.Codecs.bytes;
import static io.pgnative.client.type.Codecs.decode;
import static io.pgnative.client.type.Codecs.encode;
import static io.pgnative.client.type.Codecs.encodeHex;
import static io.pgnative.client.type.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextAndBinaryTypesTest {

    @ParameterizedTest
    @ValueSource(strings = {"text", "varchar", "bpchar", "name", "unknown"})
    void keepsEveryCharacter(String type) {
        for (String text :
                new String[] {"", "plain", "padded  ", "na\u00efve", "\u20ac", "\uFFFD", "\uD83D\uDE00 \n\t"}) {
            assertThat(roundTrip(type, text)).isEqualTo(text);
            assertThat(encode(type, text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Codecs.codec(type).isBinary()).isTrue();
    }

    @Test
    void keepsLongTexts() {
        String ascii = "x".repeat(1 << 20);
        String wide = "\u20ac\uD83D\uDE00".repeat(1 << 18);
        assertThat(roundTrip("text", ascii)).isEqualTo(ascii);
        assertThat(roundTrip("text", wide)).isEqualTo(wide);
    }

    @Test
    void takesAndGivesWhatStandsForText() {
        assertThat(roundTrip("text", java.nio.CharBuffer.wrap("ab"))).isEqualTo("ab");
        assertThat(roundTrip("text", 'c')).isEqualTo("c");
        assertThat(roundTrip("text", TimeUnit.DAYS)).isEqualTo("DAYS");
        assertThat(roundTrip("text", "DAYS", TimeUnit.class)).isEqualTo(TimeUnit.DAYS);
        assertThat(roundTrip("text", "c", char.class)).isEqualTo('c');
        assertThat(roundTrip("text", "ab", CharSequence.class)).isEqualTo("ab");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("text", "days", TimeUnit.class))
                .withMessage("the text is no constant of TimeUnit");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("text", "ab", Character.class))
                .withMessage("text of 2 characters is no char");
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> roundTrip("text", "ab", UUID.class))
                .withMessage("text cannot be read as UUID");
    }

    @Test
    void refusesTextThatPostgresCannotHold() {
        for (String text : new String[] {"\0", "a\0b", "\u20ac\0"}) {
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> encode("text", text))
                    .withMessage("holds the character U+0000, which PostgreSQL cannot store in text");
        }
        for (String text : new String[] {"\uD800", "\uDC00", "\uD83Dx", "x\uDC00\uD800", "\uD800\uD800\uDC00"}) {
            assertThatExceptionOfType(EncodeException.class)
                    .isThrownBy(() -> encode("text", text))
                    .withMessage("holds half of a surrogate pair, which is no character");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c080", "eda080", "f8888080", "61e282", "efbfbdff", "80"})
    @DisplayName("S22: invalid UTF-8")
    void refusesMalformedText(String hex) {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode("text", hex))
                .withMessage("malformed text: not valid UTF-8");
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> decode("json", hex, String.class));
    }

    @Test
    void readsTheByteOfChar() {
        assertThat(decode("char", "00")).isEqualTo("");
        assertThat(decode("char", "41")).isEqualTo("A");
        assertThat(decode("char", "ff")).isEqualTo("\\377");
        assertThat(decode("char", "ff", Byte.class)).isEqualTo((byte) -1);
        assertThat(decode("char", "41", char.class)).isEqualTo('A');
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> decode("char", "ff", Character.class))
                .withMessage("a \"char\" above 127 is no char; ask for Byte or String");
        for (int b = 0; b < 256; b++) {
            byte[] single = {(byte) b};
            assertThat(encode("char", decode("char", single))).isEqualTo(single);
            assertThat(encode("char", (byte) b)).isEqualTo(single);
        }
        assertThat(encodeHex("char", 'z')).isEqualTo("7a");
        for (Object bad : new Object[] {"ab", "\u00e9", '\u00e9', "\\400", "\\999"}) {
            assertThatExceptionOfType(EncodeException.class).isThrownBy(() -> encode("char", bad));
        }
    }

    @Test
    void takesBytesFromEveryHolderAndLeavesItUnread() {
        byte[] raw = bytes("00017f80ff");
        ByteBuffer buffer = ByteBuffer.wrap(bytes("0000017f80ff00"), 1, 5);
        ByteBuf netty = Unpooled.wrappedBuffer(bytes("0000017f80ff")).skipBytes(1);
        for (Object holder : new Object[] {raw, Buffer.buffer(raw), buffer, buffer.asReadOnlyBuffer(), netty}) {
            assertThat(encode("bytea", holder)).isEqualTo(raw);
            assertThat(encode("bytea", holder)).isEqualTo(raw);
        }
        assertThat(decode("bytea", raw)).isEqualTo(Buffer.buffer(raw));
        assertThat(decode("bytea", raw, byte[].class)).isEqualTo(raw);
        assertThat(decode("bytea", raw, ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(raw));
        assertThat(decode("bytea", raw, String.class)).isEqualTo("\\x00017f80ff");
        assertThat(decode("bytea", new byte[0], byte[].class)).isEmpty();
    }

    @Test
    void givesBytesThatAreACopy() {
        byte[] row = bytes("0102");
        Buffer value = Codecs.codec("bytea").decode(row, 0, 2, Buffer.class);
        row[0] = 9;
        assertThat(value).isEqualTo(Buffer.buffer(bytes("0102")));
    }

    @Test
    void takesUuidsAndTheirText() {
        UUID uuid = UUID.fromString("01234567-89ab-cdef-fedc-ba9876543210");
        String hex = "0123456789abcdeffedcba9876543210";
        assertThat(encodeHex("uuid", uuid)).isEqualTo(hex);
        assertThat(encodeHex("uuid", uuid.toString())).isEqualTo(hex);
        assertThat(encodeHex("uuid", hex.toUpperCase(java.util.Locale.ROOT))).isEqualTo(hex);
        assertThat(decode("uuid", hex)).isEqualTo(uuid);
        assertThat(decode("uuid", hex, String.class)).isEqualTo(uuid.toString());
        assertThat(roundTrip("uuid", new UUID(0, 0))).isEqualTo(new UUID(0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "01234567-89ab-cdef-fedc-ba987654321",
                "01234567-89ab-cdef-fedc-ba987654321g",
                "0123456789ab-cdef-fedc-ba98-76543210",
                "{0123456789abcdeffedcba987654321}"
            })
    void refusesTextThatIsNoUuid(String text) {
        assertThatExceptionOfType(EncodeException.class)
                .isThrownBy(() -> encode("uuid", text))
                .withMessage("is no uuid: expected 32 hexadecimal digits, with hyphens as 8-4-4-4-12 or without any");
    }

    @Test
    void readsVoidAsNullAndTakesAnythingForIt() {
        assertThat(Codecs.decodeOrNull("void", new byte[0])).isNull();
        assertThat(Codecs.codec("void").decode(new byte[0], 0, 0, Object.class)).isNull();
        assertThat(Codecs.text("void", new byte[0])).isEmpty();
        assertThat(encode("void", 5)).isEmpty();
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> Codecs.codec("void").getInt(new byte[0], 0, 0))
                .withMessage("void cannot be read as int");
    }
}
