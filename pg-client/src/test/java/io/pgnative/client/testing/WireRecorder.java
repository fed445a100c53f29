package io.pgnative.client.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.wire.FrameLimits;
import io.pgnative.client.wire.FrameReader;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.backend.Authentication;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BackendMessages;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.FrontendMessages;
import io.pgnative.client.wire.frontend.GSSENCRequest;
import io.pgnative.client.wire.frontend.PasswordForm;
import io.pgnative.client.wire.frontend.SSLRequest;
import io.pgnative.client.wire.frontend.StartupMessage;
import java.util.function.Consumer;

/** Reads along both directions of one connection, until it is encrypted. */
final class WireRecorder implements AutoCloseable {

    private final Consumer<FrontendMessage> frontendSink;
    private final Consumer<BackendMessage> backendSink;
    private final FrameReader toServer;
    private final FrameReader toClient;
    private PasswordForm passwordForm = PasswordForm.PASSWORD;

    /** SSLRequest and GSSENCRequest are answered by one byte that is no message. */
    private boolean encryptionAsked;

    private boolean encrypted;

    WireRecorder(Consumer<FrontendMessage> frontendSink, Consumer<BackendMessage> backendSink) {
        this.frontendSink = frontendSink;
        this.backendSink = backendSink;
        toServer = new FrameReader(FrameLimits.frontend(FrameLimits.DEFAULT_MAX_MESSAGE), this::frontendFrame);
        toServer.untyped(true);
        toClient = new FrameReader(FrameLimits.session(FrameLimits.DEFAULT_MAX_MESSAGE), this::backendFrame);
    }

    synchronized void record(Direction direction, byte[] bytes) {
        int start = 0;
        if (direction == Direction.TO_CLIENT && encryptionAsked && bytes.length > 0) {
            encryptionAsked = false;
            encrypted = bytes[0] != MessageType.ENCRYPTION_REFUSED;
            start = 1;
        }
        if (!encrypted) {
            FrameReader reader = direction == Direction.TO_SERVER ? toServer : toClient;
            reader.feed(Unpooled.wrappedBuffer(bytes, start, bytes.length - start));
        }
    }

    @Override
    public synchronized void close() {
        toServer.close();
        toClient.close();
    }

    private void frontendFrame(byte type, ByteBuf buf, int start, int length) {
        FrontendMessage message = FrontendMessages.read(type, buf.slice(start, length), passwordForm);
        if (message instanceof StartupMessage) {
            toServer.untyped(false);
        }
        encryptionAsked = message instanceof SSLRequest || message instanceof GSSENCRequest;
        frontendSink.accept(message);
    }

    private void backendFrame(byte type, ByteBuf buf, int start, int length) {
        BackendMessage message = BackendMessages.read(type, buf.slice(start, length));
        if (message instanceof Authentication request) {
            passwordForm = PasswordForm.answering(request);
        }
        backendSink.accept(message);
    }
}
