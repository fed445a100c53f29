package io.pgnative.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A network far away: forwards TCP connections, and holds everything that passes for half of a round trip in each
 * direction. Only time is added; up to 64 MB may be on the way. Runs in the runner's process, which is not measured.
 */
final class DelayingProxy implements AutoCloseable {

    private static final int CHUNK = 64 << 10;
    private static final int MOST_CHUNKS = 1_024;
    private static final Chunk END = new Chunk(ByteBuffer.allocate(0), 0);

    private final ServerAddress target;
    private final long nanosEachWay;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /**
     * Listens on a free port of the loopback interface.
     *
     * @param target where connections are forwarded to
     * @param roundTrip what is added to each round trip
     * @throws IOException if no port can be had
     */
    DelayingProxy(ServerAddress target, Duration roundTrip) throws IOException {
        this.target = target;
        this.nanosEachWay = roundTrip.toNanos() / 2;
        this.listener = new ServerSocket(0, 2_048, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    ServerAddress address() {
        return new ServerAddress(
                listener.getInetAddress().getHostAddress(),
                listener.getLocalPort(),
                target.database(),
                target.user(),
                target.password());
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(target.host(), target.port());
            for (Socket socket : new Socket[] {client, server}) {
                socket.setTcpNoDelay(true);
                sockets.add(socket);
            }
            forward(client, server);
            forward(server, client);
        }
    }

    private void forward(Socket from, Socket to) {
        BlockingQueue<Chunk> onTheWay = new LinkedBlockingQueue<>(MOST_CHUNKS);
        start("read", () -> read(from, onTheWay));
        start("write", () -> write(onTheWay, to));
    }

    private void read(Socket from, BlockingQueue<Chunk> onTheWay) throws IOException, InterruptedException {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[CHUNK];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                byte[] bytes = new byte[length];
                System.arraycopy(buffer, 0, bytes, 0, length);
                onTheWay.put(new Chunk(ByteBuffer.wrap(bytes), System.nanoTime() + nanosEachWay));
            }
        } finally {
            onTheWay.put(END);
        }
    }

    private void write(BlockingQueue<Chunk> onTheWay, Socket to) throws IOException, InterruptedException {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = onTheWay.take(); chunk.bytes().hasRemaining(); chunk = onTheWay.take()) {
                for (long wait = chunk.due() - System.nanoTime(); wait > 0; wait = chunk.due() - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                out.write(chunk.bytes().array());
            }
        } finally {
            sockets.remove(to);
        }
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (SocketException e) {
                        return; // one side went away; its streams are closed, which the other side sees as well
                    } catch (IOException e) {
                        System.err.println("proxy: " + e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Bytes and when they may go on; none are the end. */
    private record Chunk(ByteBuffer bytes, long due) {}

    private interface Work {
        void run() throws IOException, InterruptedException;
    }
}
