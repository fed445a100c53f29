package io.pgnative.client.testing;

import io.pgnative.client.wire.Bytes;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One connection through {@link RecordingProxy}: in each direction a thread that reads and one that writes. */
final class ProxyConnection {

    /** Bytes, and when they may leave; none at the end. */
    private record Chunk(Bytes bytes, long dueNanos) {
        boolean isEnd() {
            return bytes.length() == 0;
        }
    }

    private final RecordingProxy proxy;
    private final Socket client;
    private final Socket server;
    private final WireRecorder recorder;

    ProxyConnection(RecordingProxy proxy, Socket client, Socket server, WireRecorder recorder) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.recorder = recorder;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        startDirection(Direction.TO_SERVER, client, server);
        startDirection(Direction.TO_CLIENT, server, client);
    }

    /** Closes both sockets, the client's in good order or with a TCP reset. */
    void cut(boolean reset) {
        recorder.close();
        try (server;
                client) {
            if (reset && !client.isClosed()) {
                client.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            proxy.fail(e);
        } finally {
            proxy.ended(this);
        }
    }

    private void startDirection(Direction direction, Socket from, Socket to) {
        BlockingQueue<Chunk> queue = new LinkedBlockingQueue<>();
        Lane lane = proxy.lane(direction);
        startThread("proxy-read-" + direction, () -> read(from, lane, queue));
        startThread("proxy-write-" + direction, () -> write(direction, lane, to, queue));
    }

    private static void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void read(Socket from, Lane lane, BlockingQueue<Chunk> queue) {
        byte[] buffer = new byte[64 * 1024];
        try {
            int length = from.getInputStream().read(buffer);
            while (length >= 0) {
                queue.add(new Chunk(Bytes.of(Arrays.copyOf(buffer, length)), lane.dueNanos()));
                length = from.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            // A reset ends this side as a close does; the other side learns of it by the chunk below.
        }
        queue.add(new Chunk(Bytes.EMPTY, lane.dueNanos()));
    }

    private void write(Direction direction, Lane lane, Socket to, BlockingQueue<Chunk> queue) {
        try {
            Lane.Verdict verdict = Lane.Verdict.GO_ON;
            while (verdict == Lane.Verdict.GO_ON) {
                Chunk chunk = queue.take();
                lane.awaitDue(chunk.dueNanos());
                verdict = chunk.isEnd()
                        ? Lane.Verdict.CLOSE
                        : forward(direction, lane, to, chunk.bytes().toArray());
            }
            cut(verdict == Lane.Verdict.RESET);
        } catch (IOException e) {
            // The receiver is gone: so is the connection.
            cut(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Lane.Verdict forward(Direction direction, Lane lane, Socket to, byte[] bytes) throws IOException {
        byte[] allowed = Arrays.copyOf(bytes, lane.allow(bytes.length));
        try {
            recorder.record(direction, allowed);
        } catch (RuntimeException e) {
            proxy.fail(e);
        }
        to.getOutputStream().write(allowed);
        return lane.verdict();
    }
}
