package io.pgnative.client.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.wire.FrameLimits;
import io.pgnative.client.wire.FrameReader;
import io.pgnative.client.wire.backend.Authentication;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.FrontendMessages;
import io.pgnative.client.wire.frontend.PasswordForm;
import io.pgnative.client.wire.frontend.StartupMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The server's end of one socket: messages in, messages out. Used by one thread; any may cut it. */
final class ScriptConnection implements AutoCloseable {

    private final Duration patience;
    private final byte[] chunk = new byte[8192];
    private final Deque<FrontendMessage> unread = new ArrayDeque<>();
    private final FrameReader reader;
    private PasswordForm passwordForm = PasswordForm.PASSWORD;

    /** The TCP socket; ends without a word of TLS. */
    private final Socket raw;

    private volatile Socket socket;

    ScriptConnection(Socket socket, Duration patience) throws IOException {
        this.raw = socket;
        this.socket = socket;
        this.patience = patience;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) patience.toMillis());
        reader = new FrameReader(FrameLimits.frontend(FrameLimits.DEFAULT_MAX_MESSAGE), this::frame);
        reader.untyped(true);
    }

    /** The next message; null at the end of the connection. */
    @Nullable FrontendMessage read() throws IOException {
        while (unread.isEmpty()) {
            int length;
            try {
                length = socket.getInputStream().read(chunk);
            } catch (SocketTimeoutException e) {
                throw new AssertionError("nothing came within " + patience, e);
            } catch (SocketException e) {
                if (raw.isClosed()) {
                    throw e;
                }
                // A reset by the client is an end too.
                return null;
            }
            if (length < 0) {
                return null;
            }
            reader.feed(Unpooled.copiedBuffer(chunk, 0, length));
        }
        return unread.remove();
    }

    void send(int pieceSize, BackendMessage... messages) throws IOException {
        ByteBuf out = Unpooled.buffer();
        for (BackendMessage message : messages) {
            message.write(out);
            if (message instanceof Authentication request) {
                passwordForm = PasswordForm.answering(request);
            }
        }
        byte[] bytes = ByteBufUtil.getBytes(out);
        for (int at = 0; at < bytes.length; at += Math.min(pieceSize, bytes.length - at)) {
            socket.getOutputStream().write(bytes, at, Math.min(pieceSize, bytes.length - at));
            socket.getOutputStream().flush();
        }
    }

    void sendRaw(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Around TLS, if that is spoken. */
    void sendBeneathTls(byte... bytes) throws IOException {
        raw.getOutputStream().write(bytes);
        raw.getOutputStream().flush();
    }

    /** The word of TLS that nothing more comes, and no FIN. */
    void sayTlsIsOver() throws IOException {
        ((SSLSocket) socket).shutdownOutput();
    }

    void startTls(SSLContext context) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        socket = secured;
    }

    /**
     * A FIN: what the client has sent is taken first, since the system answers a close over unread bytes by a reset.
     */
    void closeAbruptly() throws IOException {
        raw.shutdownOutput();
        raw.getInputStream().skipNBytes(raw.getInputStream().available());
        raw.close();
    }

    void reset() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
    }

    /** Closes the socket, which ends a wait for it. Any thread. */
    void cut() {
        try {
            raw.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops an unfinished message with the socket. */
    @Override
    public void close() {
        reader.close();
        cut();
    }

    private void frame(byte type, ByteBuf buf, int start, int length) {
        FrontendMessage message = FrontendMessages.read(type, buf.slice(start, length), passwordForm);
        if (message instanceof StartupMessage) {
            reader.untyped(false);
        }
        Canaries.saw(message);
        unread.add(message);
    }
}
