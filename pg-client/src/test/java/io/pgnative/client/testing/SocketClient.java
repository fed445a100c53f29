package io.pgnative.client.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.wire.Message;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BackendMessages;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.StartupMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client that does nothing by itself, to test the fixtures with. */
final class SocketClient implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;

    SocketClient(String host, int port) throws IOException {
        this(new Socket(host, port));
    }

    private SocketClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
    }

    void startup() throws IOException {
        send(new StartupMessage(StartupMessage.PROTOCOL_3_0, Map.of("user", "postgres")));
    }

    void send(Message... messages) throws IOException {
        ByteBuf out = Unpooled.buffer();
        for (Message message : messages) {
            message.write(out);
        }
        socket.getOutputStream().write(ByteBufUtil.getBytes(out));
    }

    int readByte() throws IOException {
        return in.read();
    }

    /** The next message; null at the end. */
    @Nullable BackendMessage read() throws IOException {
        int type = in.read();
        if (type < 0) {
            return null;
        }
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return BackendMessages.read((byte) type, Unpooled.wrappedBuffer(body));
    }

    List<BackendMessage> readUntilReady() throws IOException {
        List<BackendMessage> messages = new ArrayList<>();
        BackendMessage message = read();
        while (message != null) {
            messages.add(message);
            message = message instanceof ReadyForQuery ? null : read();
        }
        return messages;
    }

    /** Goes on within TLS, by another client over the same socket. */
    SocketClient startTls(SSLContext context) throws IOException {
        return new SocketClient(context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true));
    }

    /** Sends no more. */
    void end() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
