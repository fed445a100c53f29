package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.pgnative.client.wire.FrameLimits;
import io.pgnative.client.wire.FrameReader;
import io.pgnative.client.wire.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the channel's pipeline before Vert.x's own handler and keeps all messages to itself, so that none passes
 * through the queues of a Vert.x socket.
 */
final class PgChannelHandler extends ChannelInboundHandlerAdapter implements FrameReader.FrameHandler {

    private final FrameReader reader = new FrameReader(FrameLimits.startup(), this);
    private @Nullable PgSession session;
    private @Nullable Throwable cause;

    /** Null but for moments of some logins. */
    private @Nullable HeldFrames held;

    /** Names the session, before anything is written. */
    void session(PgSession newSession) {
        session = newSession;
    }

    void limits(FrameLimits limits) {
        reader.limits(limits);
    }

    /** See {@link FrameReader#copiedBytes()}. */
    long copiedBytes() {
        return reader.copiedBytes();
    }

    void closeReader() {
        reader.close();
        HeldFrames kept = held;
        if (kept != null) {
            kept.drop();
        }
    }

    /** Keeps what comes until {@link #release}, since a message is being judged off the event loop. */
    void hold() {
        HeldFrames kept = held;
        if (kept == null) {
            held = new HeldFrames();
        } else {
            kept.hold();
        }
    }

    /** The message is judged: what came behind it is heard now. Does nothing if nothing is held. */
    void release() {
        HeldFrames kept = held;
        PgSession current = session;
        if (kept == null || current == null) {
            return;
        }
        current.transmitter().readBegins();
        try {
            if (kept.release(current)) {
                held = null;
            }
        } catch (RuntimeException e) {
            broken(e);
        }
        current.transmitter().readEnds();
    }

    @Override
    public void frame(byte type, ByteBuf buf, int start, int length) {
        PgSession current = session;
        if (current == null) {
            throw new ProtocolViolation("the server spoke first");
        }
        HeldFrames kept = held;
        if (kept != null) {
            kept.add(type, buf, start, length);
            return;
        }
        current.frame(type, buf, start, length);
    }

    @Override
    public int rows(ByteBuf buf, int start, int length) {
        PgSession current = session;
        return current == null ? 0 : current.rows(buf, start, length);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        PgSession current = session;
        if (current != null) {
            current.transmitter().readBegins();
            current.traffic.received(((ByteBuf) message).readableBytes());
        }
        try {
            reader.feed((ByteBuf) message);
        } catch (RuntimeException | StackOverflowError e) {
            broken(e);
        } catch (Error e) {
            broken(e);
            throw e;
        }
    }

    private void broken(Throwable reason) {
        PgSession current = session;
        if (current != null) {
            current.broken(reason);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        PgSession current = session;
        if (current != null) {
            current.transmitter().readEnds();
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        PgSession current = session;
        if (current != null) {
            current.continueWriting();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        reader.close();
        PgSession current = session;
        HeldFrames kept = held;
        if (current != null && kept != null && current.isOpen()) {
            // The server's last words are among what is held.
            kept.endsWith(() -> current.socketClosed(cause));
        } else if (current != null) {
            current.socketClosed(cause);
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable reason) {
        cause = reason;
        context.close();
    }
}
