package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HeldFramesTest {

    @Test
    @DisplayName("What a server may say while its proof is being checked is bounded")
    void boundsWhatIsHeld() {
        HeldFrames frames = new HeldFrames();
        ByteBuf notice = Unpooled.wrappedBuffer(new byte[1019]);
        for (int i = 0; i < HeldFrames.MOST / 1024; i++) {
            frames.add(MessageType.NOTICE_RESPONSE, notice, 0, 1019);
        }
        assertThatThrownBy(() -> frames.add(MessageType.NOTICE_RESPONSE, notice, 0, 0))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("more than 65536 bytes came while authentication was being checked");
    }
}
