package io.pgnative.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BackendMessages;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.backend.RowDescription;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.FrontendMessages;
import io.pgnative.client.wire.frontend.GSSResponse;
import io.pgnative.client.wire.frontend.PasswordForm;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.pgnative.client.wire.frontend.SSLRequest;
import io.pgnative.client.wire.frontend.StartupMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageRoundTripTest {

    static Stream<BackendMessage> backend() {
        return Samples.backend().stream();
    }

    static Stream<FrontendMessage> frontend() {
        return Samples.frontend().stream();
    }

    @ParameterizedTest
    @MethodSource("backend")
    void backendMessageReadsAsItWasWritten(BackendMessage message) {
        ByteBuf written = write(message);
        List<BackendMessage> received = new ArrayList<>();
        FrameReader reader = new FrameReader(
                FrameLimits.session(FrameLimits.DEFAULT_MAX_MESSAGE),
                (type, buf, start, length) -> received.add(BackendMessages.read(type, buf.slice(start, length))));

        reader.feed(written);

        assertThat(received).containsExactly(message);
        assertThat(received.get(0)).hasSameHashCodeAs(message);
        assertThat(written.refCnt()).isZero();
    }

    @ParameterizedTest
    @MethodSource("frontend")
    void frontendMessageReadsAsItWasWritten(FrontendMessage message) {
        List<FrontendMessage> received = new ArrayList<>();
        FrameReader reader = new FrameReader(
                FrameLimits.frontend(FrameLimits.DEFAULT_MAX_MESSAGE),
                (type, buf, start, length) ->
                        received.add(FrontendMessages.read(type, buf.slice(start, length), formOf(message))));
        reader.untyped(message.type() == MessageType.UNTYPED);

        reader.feed(write(message));

        assertThat(received).containsExactly(message);
        assertThat(received.get(0)).hasSameHashCodeAs(message);
    }

    @ParameterizedTest
    @MethodSource("backend")
    void backendBodyCutShortNeverReadsAsTheSameMessage(BackendMessage message) {
        byte[] body = body(message);
        for (int length = 0; length < body.length; length++) {
            ByteBuf cut = Unpooled.wrappedBuffer(body, 0, length);
            assertNotRead(message, () -> BackendMessages.read(message.type(), cut));
        }
    }

    @ParameterizedTest
    @MethodSource("frontend")
    void frontendBodyCutShortNeverReadsAsTheSameMessage(FrontendMessage message) {
        byte[] body = body(message);
        for (int length = 0; length < body.length; length++) {
            ByteBuf cut = Unpooled.wrappedBuffer(body, 0, length);
            assertNotRead(message, () -> FrontendMessages.read(message.type(), cut, formOf(message)));
        }
    }

    @ParameterizedTest
    @MethodSource("backend")
    void backendBodyWithATrailingByteNeverReadsAsTheSameMessage(BackendMessage message) {
        byte[] body = body(message);
        ByteBuf longer = Unpooled.wrappedBuffer(Arrays.copyOf(body, body.length + 1));
        assertNotRead(message, () -> BackendMessages.read(message.type(), longer));
    }

    @ParameterizedTest
    @MethodSource("frontend")
    void frontendBodyWithATrailingByteNeverReadsAsTheSameMessage(FrontendMessage message) {
        byte[] body = body(message);
        ByteBuf longer = Unpooled.wrappedBuffer(Arrays.copyOf(body, body.length + 1));
        assertNotRead(message, () -> FrontendMessages.read(message.type(), longer, formOf(message)));
    }

    @Test
    void samplesHoldEveryMessageOfBothRoles() {
        assertThat(classesOf(Samples.backend())).isEqualTo(recordsOf(BackendMessage.class));
        assertThat(classesOf(Samples.frontend())).isEqualTo(recordsOf(FrontendMessage.class));
    }

    @Test
    void bytesAreThoseOfTheDocumentation() {
        assertThat(hex(new SSLRequest())).isEqualTo("0000000804d2162f");
        assertThat(hex(new StartupMessage(StartupMessage.PROTOCOL_3_0, Map.of("user", "a"))))
                .isEqualTo("00000010" + "00030000" + "7573657200" + "6100" + "00");
        assertThat(hex(new CancelRequest(1, Bytes.of((byte) 2, (byte) 3, (byte) 4, (byte) 5))))
                .isEqualTo("0000001004d2162e0000000102030405");
        assertThat(hex(new Bind("p", "s", List.of(1), Arrays.asList(Bytes.of((byte) 0xAB), null), List.of(0))))
                .isEqualTo("42" + "0000001b" + "7000" + "7300" + "0001" + "0001" + "0002" + "00000001ab" + "ffffffff"
                        + "0001" + "0000");
        assertThat(hex(new RowDescription(FieldDescription.of("n", 23, 4, 1))))
                .isEqualTo("54" + "0000001a" + "0001" + "6e00" + "00000000" + "0000" + "00000017" + "0004" + "ffffffff"
                        + "0001");
        assertThat(hex(new ReadyForQuery(TransactionStatus.ACTIVE))).isEqualTo("5a0000000554");
    }

    @Test
    void unknownTypesAreRefused() {
        assertThatThrownBy(() -> BackendMessages.read((byte) 'y', Unpooled.EMPTY_BUFFER))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("'y'");
        assertThatThrownBy(() -> FrontendMessages.read((byte) -1, Unpooled.EMPTY_BUFFER))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("0xff");
    }

    private static void assertNotRead(Message message, java.util.concurrent.Callable<? extends Message> read) {
        try {
            assertThat((Object) read.call()).isNotEqualTo(message);
        } catch (ProtocolViolation expected) {
            assertThat(expected).hasMessageNotContaining("geheim");
        } catch (Exception e) {
            throw new AssertionError("neither a message nor a protocol violation", e);
        }
    }

    private static PasswordForm formOf(Message message) {
        if (message instanceof SASLInitialResponse) {
            return PasswordForm.SASL_INITIAL;
        }
        if (message instanceof SASLResponse) {
            return PasswordForm.SASL;
        }
        return message instanceof GSSResponse ? PasswordForm.GSS : PasswordForm.PASSWORD;
    }

    private static Set<Class<?>> classesOf(List<? extends Message> messages) {
        return messages.stream().map(Object::getClass).collect(Collectors.toSet());
    }

    private static Set<Class<?>> recordsOf(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .flatMap(c -> c.isSealed() ? recordsOf(c).stream() : Stream.of(c))
                .collect(Collectors.toSet());
    }

    private static ByteBuf write(Message message) {
        ByteBuf out = Unpooled.buffer();
        message.write(out);
        return out;
    }

    private static byte[] body(Message message) {
        ByteBuf out = Unpooled.buffer();
        message.writeBody(out);
        return ByteBufUtil.getBytes(out);
    }

    private static String hex(Message message) {
        return ByteBufUtil.hexDump(write(message));
    }
}
