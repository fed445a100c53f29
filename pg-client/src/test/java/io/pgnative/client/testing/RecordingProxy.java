package io.pgnative.client.testing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.pgnative.client.wire.Message;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.frontend.FrontendMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on the loopback between a client and a real server. It records the messages of both directions (up to
 * where a connection is encrypted), counts connections, and can delay, freeze and cut.
 */
public final class RecordingProxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket listener;
    private final String targetHost;
    private final int targetPort;
    private final Map<Direction, Lane> lanes = new EnumMap<>(Direction.class);
    private final List<FrontendMessage> frontend = new ArrayList<>();
    private final List<BackendMessage> backend = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final Set<ProxyConnection> open = new LinkedHashSet<>();
    private int connectionCount;
    private boolean refusing;
    private boolean recording = true;
    private volatile boolean closing;
    private @Nullable Throwable failure;

    private RecordingProxy(ServerSocket listener, String targetHost, int targetPort) {
        this.listener = listener;
        this.targetHost = targetHost;
        this.targetPort = targetPort;
        for (Direction direction : Direction.values()) {
            lanes.put(direction, new Lane());
        }
        Thread acceptor = new Thread(this::acceptConnections, "proxy-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /**
     * Starts one on a free port.
     *
     * @param targetHost the server's host
     * @param targetPort the server's port
     * @return it listens
     */
    public static RecordingProxy start(String targetHost, int targetPort) {
        try {
            ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
            return new RecordingProxy(listener, targetHost, targetPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where it listens.
     *
     * @return an address of the loopback
     */
    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * What clients sent.
     *
     * @return of all connections, in the order in which it was forwarded
     */
    public synchronized List<FrontendMessage> frontend() {
        return List.copyOf(frontend);
    }

    /**
     * What the server sent.
     *
     * @return of all connections, in the order in which it was forwarded
     */
    public synchronized List<BackendMessage> backend() {
        return List.copyOf(backend);
    }

    /**
     * What both sides sent. What a message answers stands before it.
     *
     * @return of all connections, in the order in which it was forwarded
     */
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /**
     * Waits for a message of a client, or finds one that was recorded.
     *
     * @param type its class
     * @param <T> its class
     * @return the first one
     * @throws AssertionError if none comes within ten seconds
     */
    public <T extends FrontendMessage> T awaitFrontend(Class<T> type) {
        return awaitMessage(frontend, type, message -> true);
    }

    /**
     * Waits for a message of a client, or finds one that was recorded.
     *
     * @param type its class
     * @param condition which one
     * @param <T> its class
     * @return the first one
     * @throws AssertionError if none comes within ten seconds
     */
    public <T extends FrontendMessage> T awaitFrontend(Class<T> type, Predicate<T> condition) {
        return awaitMessage(frontend, type, condition);
    }

    /**
     * Waits for a message of the server, or finds one that was recorded.
     *
     * @param type its class
     * @param <T> its class
     * @return the first one
     * @throws AssertionError if none comes within ten seconds
     */
    public <T extends BackendMessage> T awaitBackend(Class<T> type) {
        return awaitMessage(backend, type, message -> true);
    }

    /** Forgets what was recorded; connections are counted on. */
    public synchronized void clear() {
        frontend.clear();
        backend.clear();
        messages.clear();
    }

    /**
     * Whether messages are kept, which costs memory.
     *
     * @param newRecording true at first
     */
    public synchronized void recording(boolean newRecording) {
        recording = newRecording;
    }

    /**
     * How many connections came.
     *
     * @return those that ended and those that were refused included
     */
    public synchronized int connectionCount() {
        return connectionCount;
    }

    /**
     * How many connections there are.
     *
     * @return those that are not ended
     */
    public synchronized int openConnections() {
        return open.size();
    }

    /**
     * How much has passed.
     *
     * @param direction which way
     * @return bytes of all connections
     */
    public long forwardedBytes(Direction direction) {
        return lane(direction).forwardedBytes();
    }

    /**
     * Delays bytes, without making them fewer by the second.
     *
     * @param direction which way
     * @param latency from the arrival at the proxy to its departure; of bytes that arrive from now on
     */
    public void latency(Direction direction, Duration latency) {
        lane(direction).latency(latency);
    }

    /** Holds up both directions of all connections, which stay open. */
    public void freeze() {
        for (Direction direction : Direction.values()) {
            freeze(direction);
        }
    }

    /**
     * Holds up one direction of all connections, which stay open.
     *
     * @param direction which way
     */
    public void freeze(Direction direction) {
        lane(direction).freeze(true);
    }

    /** Lets pass what was held up. */
    public void thaw() {
        lanes.values().forEach(lane -> lane.freeze(false));
    }

    /**
     * Closes the connection that forwards the last of so many bytes more.
     *
     * @param direction which way they are counted
     * @param bytes how many pass still, of all connections; 0 for none
     */
    public void closeAfter(Direction direction, long bytes) {
        lane(direction).endAfter(bytes, false);
    }

    /**
     * Resets the connection that forwards the last of so many bytes more.
     *
     * @param direction which way they are counted
     * @param bytes how many pass still, of all connections; 0 for none
     */
    public void resetAfter(Direction direction, long bytes) {
        lane(direction).endAfter(bytes, true);
    }

    /** Closes all connections now. */
    public void closeConnections() {
        snapshot().forEach(connection -> connection.cut(false));
    }

    /** Resets all connections now. */
    public void resetConnections() {
        snapshot().forEach(connection -> connection.cut(true));
    }

    /**
     * Whether new connections are closed at once.
     *
     * @param newRefusing false at first
     */
    public synchronized void refuseConnections(boolean newRefusing) {
        refusing = newRefusing;
    }

    /** Lets the system refuse new connections from now on; those that are open stay. */
    public void stopListening() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends all.
     *
     * @throws AssertionError if something passed that is no message of the protocol
     */
    @Override
    public void close() {
        closing = true;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lanes.values().forEach(Lane::release);
            closeConnections();
        }
        throwFailure();
    }

    Lane lane(Direction direction) {
        Lane lane = lanes.get(direction);
        if (lane == null) {
            throw new IllegalArgumentException("no such direction: " + direction);
        }
        return lane;
    }

    synchronized void ended(ProxyConnection connection) {
        open.remove(connection);
        notifyAll();
    }

    synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
            notifyAll();
        }
    }

    private synchronized void throwFailure() {
        if (failure != null) {
            throw new AssertionError("proxy failed: " + failure.getMessage(), failure);
        }
    }

    private synchronized List<ProxyConnection> snapshot() {
        return List.copyOf(open);
    }

    private synchronized <M extends Message> void record(List<M> log, M message) {
        Canaries.saw(message);
        if (recording) {
            log.add(message);
            messages.add(message);
            notifyAll();
        }
    }

    private synchronized <M extends Message, T extends M> T awaitMessage(
            List<M> log, Class<T> type, Predicate<T> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (M message : log) {
                if (type.isInstance(message) && condition.test(type.cast(message))) {
                    return type.cast(message);
                }
            }
            throwFailure();
            long left = NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no " + type.getSimpleName() + " within " + PATIENCE + "; recorded: " + log);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + type.getSimpleName(), e);
            }
        }
    }

    private void acceptConnections() {
        try {
            while (!closing) {
                connect(listener.accept());
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                fail(e);
            }
        }
    }

    private void connect(Socket client) throws IOException {
        boolean refused;
        synchronized (this) {
            connectionCount++;
            refused = refusing || closing;
        }
        if (refused) {
            client.close();
            return;
        }
        Socket server;
        try {
            server = new Socket(targetHost, targetPort);
        } catch (IOException e) {
            // The server refuses: so does the proxy.
            client.close();
            return;
        }
        WireRecorder recorder = new WireRecorder(m -> record(frontend, m), m -> record(backend, m));
        ProxyConnection connection = new ProxyConnection(this, client, server, recorder);
        synchronized (this) {
            open.add(connection);
        }
        connection.start();
    }
}
