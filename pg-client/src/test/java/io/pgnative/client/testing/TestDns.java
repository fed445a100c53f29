package io.pgnative.client.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A name server on the loopback (RFC 1035) that says what a test tells it to say, and forgets it at once (TTL 0). */
public final class TestDns implements AutoCloseable {

    private static final int HEADER = 12;
    private static final int TYPE_A = 1;
    private static final int TYPE_AAAA = 28;
    private static final int ANSWER = 0x8180;
    private static final int NO_SUCH_NAME = 0x8183;
    private static final int NAME_OF_THE_QUESTION = 0xC000 | HEADER;

    private final DatagramSocket socket;
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();

    private TestDns(DatagramSocket socket) {
        this.socket = socket;
        Thread thread = new Thread(this::answer, "test-dns");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts one on a free port. It knows no name, and says so.
     *
     * @return it answers
     */
    public static TestDns start() {
        try {
            return new TestDns(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where it listens.
     *
     * @return address and port with a colon between, as Vert.x takes them
     */
    public String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    /**
     * Lets a name stand for addresses from now on.
     *
     * @param name in lower case
     * @param addresses in order; none for a name that exists and has none
     * @return this
     */
    public TestDns name(String name, String... addresses) {
        names.put(name, Arrays.stream(addresses).map(TestDns::parse).toList());
        return this;
    }

    private static InetAddress parse(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private void answer() {
        byte[] buffer = new byte[1024];
        try {
            while (!socket.isClosed()) {
                DatagramPacket asked = new DatagramPacket(buffer, buffer.length);
                socket.receive(asked);
                byte[] answer = answerTo(buffer);
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Null for names that begin with "silent": nobody ever answers for them. */
    private byte @Nullable [] answerTo(byte[] query) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (query[at] != 0) {
            if (name.length() > 0) {
                name.append('.');
            }
            name.append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
            at += 1 + query[at];
        }
        int type = (query[at + 1] & 0xff) << 8 | (query[at + 2] & 0xff);
        int end = at + 5;
        String asked = name.toString().toLowerCase(Locale.ROOT);
        if (asked.startsWith("silent")) {
            return null;
        }
        List<InetAddress> known = names.get(asked);
        List<InetAddress> found = known == null
                ? List.of()
                : known.stream().filter(address -> typeOf(address) == type).toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeShort(known == null ? NO_SUCH_NAME : ANSWER);
        out.writeShort(1);
        out.writeShort(found.size());
        out.writeInt(0);
        out.write(query, HEADER, end - HEADER);
        for (InetAddress address : found) {
            out.writeShort(NAME_OF_THE_QUESTION);
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt(0);
            out.writeShort(address.getAddress().length);
            out.write(address.getAddress());
        }
        return bytes.toByteArray();
    }

    private static int typeOf(InetAddress address) {
        return address instanceof Inet4Address ? TYPE_A : TYPE_AAAA;
    }
}
