package io.pgnative.client.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.pgnative.client.wire.FrameLimits;
import io.pgnative.client.wire.FrameReader;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.FrontendMessages;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.pgnative.client.wire.frontend.Terminate;
import org.jspecify.annotations.Nullable;

/** One connection at the server, hostile or honest. */
final class ServedConnection extends ChannelInboundHandlerAdapter {

    private static final FrameLimits LIMITS = FrameLimits.frontend(1 << 20);

    private final HostileServer server;
    private final FrameReader reader = new FrameReader(LIMITS, this::frame);
    private final HonestBackend honest = new HonestBackend();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Ambush ambush;

    ServedConnection(HostileServer server) {
        this.server = server;
        reader.untyped(true);
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        server.opened(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        reader.close();
        if (ambush != null) {
            ambush.closed();
        }
        server.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) {
        // A reset, which is a way to end; what else it may be ends the call with its connection.
        failing.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        reader.feed((ByteBuf) message);
    }

    private void frame(byte type, ByteBuf buf, int start, int length) {
        ChannelHandlerContext channel = context;
        if (channel == null) {
            throw new ProtocolViolation("not active");
        }
        ByteBuf body = buf.slice(start, length);
        if (type == MessageType.UNTYPED) {
            begin(FrontendMessages.read(type, body), channel);
            return;
        }
        Ambush trap = ambush;
        if (type == MessageType.TERMINATE) {
            channel.close();
        } else if (trap != null && !trap.isOver()) {
            trap.hear(type, body);
        } else {
            answer(FrontendMessages.read(type, body), channel);
        }
    }

    private void begin(FrontendMessage message, ChannelHandlerContext channel) {
        Ambush trap = server.ambush();
        if (message instanceof CancelRequest) {
            if (trap != null && trap.isMet() && !trap.isOver()) {
                trap.hearCancel();
            }
            channel.close();
        } else if (!(message instanceof StartupMessage)) {
            channel.close();
        } else {
            reader.untyped(false);
            if (trap == null || trap.isMet()) {
                welcome(channel);
            } else {
                ambush = trap;
                trap.meet(channel);
                if (trap.coversStartup()) {
                    trap.hear(MessageType.UNTYPED, Unpooled.EMPTY_BUFFER);
                } else {
                    welcome(channel);
                    trap.begin();
                }
            }
        }
    }

    private static void welcome(ChannelHandlerContext channel) {
        ByteBuf out = Unpooled.buffer();
        HonestBackend.welcome(out);
        channel.writeAndFlush(out);
    }

    private void answer(FrontendMessage message, ChannelHandlerContext channel) {
        if (ambush != null && message instanceof Parse parse && parse.query().equals(HonestBackend.ECHO)) {
            ambush.probed();
        }
        if (message instanceof Terminate) {
            channel.close();
            return;
        }
        ByteBuf out = Unpooled.buffer();
        honest.hear(message, out);
        if (out.isReadable()) {
            channel.writeAndFlush(out);
        } else {
            out.release();
        }
    }
}
