package io.pgnative.client.testing;

import io.pgnative.client.wire.frontend.FrontendMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback that does, for each connection, what a script says:
 *
 * <pre>{@code
 * try (ScriptedServer server = ScriptedServer.start()) {
 *     server.accept()
 *             .startupTrust()
 *             .expect(Query.class)
 *             .send(new CommandComplete("SELECT 0"), new ReadyForQuery(IDLE))
 *             .reset();
 *     ... // the client under test connects to server.host() and server.port()
 *     server.verify();
 * }
 * }</pre>
 *
 * <p>The n-th connection follows the n-th script. A script is live: steps can be added while it runs, and a connection
 * whose script has no step left stays open until the server is closed. {@link #verify} and {@link #close} throw what
 * went wrong in a script.
 */
public final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listener;
    private final BlockingQueue<Script> waiting = new LinkedBlockingQueue<>();
    private final List<Script> scripts = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable Consumer<Script> template;
    private volatile boolean closing;
    private int connectionCount;

    private ScriptedServer(ServerSocket listener) {
        this.listener = listener;
        startThread("scripted-server-accept", this::acceptConnections);
    }

    /**
     * Starts one on a free port.
     *
     * @return it listens
     */
    public static ScriptedServer start() {
        return start(InetAddress.getLoopbackAddress(), 0);
    }

    /**
     * Starts one somewhere else.
     *
     * @param address of this machine
     * @param port 0 for a free one
     * @return it listens
     */
    public static ScriptedServer start(InetAddress address, int port) {
        try {
            return new ScriptedServer(new ServerSocket(port, 50, address));
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
     * Begins the script of the next connection that has none.
     *
     * @return to be given steps, before or after the client connects
     */
    public Script accept() {
        Script script = newScript();
        waiting.add(script);
        return script;
    }

    /**
     * Says what each connection does for which {@link #accept} was not called in time. To be set before clients
     * connect.
     *
     * @param newTemplate gives the steps
     */
    public synchronized void acceptEach(Consumer<Script> newTemplate) {
        template = newTemplate;
    }

    /**
     * How many connections came.
     *
     * @return ended ones included
     */
    public synchronized int connectionCount() {
        return connectionCount;
    }

    /**
     * What was received on all connections, as far as steps have read it.
     *
     * @return by connection, then in order
     */
    public List<FrontendMessage> received() {
        List<FrontendMessage> all = new ArrayList<>();
        for (Script script : snapshot()) {
            all.addAll(script.received());
        }
        return all;
    }

    /**
     * Waits until every step of every script is done.
     *
     * @throws AssertionError if a step fails or is not done within ten seconds
     */
    public void verify() {
        for (Script script : snapshot()) {
            script.await();
        }
    }

    /**
     * Ends all connections. Steps that were not reached are no failure; see {@link #verify}.
     *
     * @throws AssertionError if a step has failed
     */
    @Override
    public void close() {
        closing = true;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            snapshot().forEach(Script::end);
            interruptThreads();
        }
        snapshot().forEach(Script::throwFailure);
    }

    boolean isClosing() {
        return closing;
    }

    private synchronized Script newScript() {
        Script script = new Script(this);
        scripts.add(script);
        return script;
    }

    private synchronized List<Script> snapshot() {
        return List.copyOf(scripts);
    }

    private synchronized void interruptThreads() {
        threads.forEach(Thread::interrupt);
    }

    private synchronized void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void acceptConnections() {
        try {
            while (!closing) {
                serve(listener.accept());
            }
        } catch (IOException e) {
            if (!closing) {
                throw new UncheckedIOException(e);
            }
        } catch (InterruptedException e) {
            // The server is closed.
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        boolean served = false;
        try {
            Script script = nextScript();
            startThread("scripted-server-connection", () -> script.run(socket));
            served = true;
        } finally {
            if (!served) {
                socket.close();
            }
        }
    }

    private Script nextScript() throws InterruptedException {
        Consumer<Script> forEach;
        synchronized (this) {
            connectionCount++;
            forEach = template;
        }
        Script script = waiting.poll();
        if (script == null && forEach != null) {
            script = newScript();
            forEach.accept(script);
        }
        return script == null ? waiting.take() : script;
    }
}
