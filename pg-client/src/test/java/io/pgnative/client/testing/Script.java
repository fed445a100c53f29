package io.pgnative.client.testing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.GSSENCRequest;
import io.pgnative.client.wire.frontend.SSLRequest;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.pgnative.client.wire.frontend.Terminate;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ScriptedServer} does on one connection. Each method but {@link #await} and {@link #received} adds a step
 * and returns at once; steps run in order on a thread of the connection. A step that waits for the client fails after
 * ten seconds.
 */
public final class Script {

    /** How long a step, or {@link #await}, waits. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The process id that {@link #startupTrust} gives. */
    public static final int PROCESS_ID = 4711;

    /** The cancel key that {@link #startupTrust} gives. */
    public static final Bytes SECRET_KEY = Bytes.of((byte) 0x10, (byte) 0x20, (byte) 0x30, (byte) 0x40);

    private record Step(String name, Action action) {}

    @FunctionalInterface
    private interface Action {
        void run(ScriptConnection connection) throws IOException, InterruptedException;
    }

    private final ScriptedServer server;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final List<FrontendMessage> received = new ArrayList<>();
    private int added;
    private int done;
    private String current = "a connection";
    private @Nullable AssertionError failure;
    private @Nullable ScriptConnection connection;

    Script(ScriptedServer server) {
        this.server = server;
    }

    /**
     * Expects messages, in this order.
     *
     * @param types of each
     * @return this
     */
    @SafeVarargs
    public final Script expect(Class<? extends FrontendMessage>... types) {
        for (Class<? extends FrontendMessage> type : types) {
            expect(type, message -> {});
        }
        return this;
    }

    /**
     * Expects a message and looks at it.
     *
     * @param type its class
     * @param check throws an AssertionError if it is not as it should be
     * @param <T> its class
     * @return this
     */
    public <T extends FrontendMessage> Script expect(Class<T> type, Consumer<T> check) {
        return add("expect " + type.getSimpleName(), c -> check.accept(next(c, type)));
    }

    /**
     * Expects the client to end the connection, with or without Terminate.
     *
     * @return this
     */
    public Script expectEnd() {
        return add("expect the end of the connection", c -> {
            FrontendMessage message = record(c.read());
            if (message instanceof Terminate) {
                message = record(c.read());
            }
            if (message != null) {
                throw new AssertionError("expected the end of the connection, got " + message);
            }
        });
    }

    /**
     * Answers each message until the client ends the connection, with or without Terminate.
     *
     * @param answer gives what to send, maybe nothing
     * @return this
     */
    public Script serve(Function<FrontendMessage, List<? extends BackendMessage>> answer) {
        return add("serve", c -> {
            FrontendMessage message = record(c.read());
            while (message != null && !(message instanceof Terminate)) {
                c.send(Integer.MAX_VALUE, answer.apply(message).toArray(BackendMessage[]::new));
                message = record(c.read());
            }
        });
    }

    /**
     * Sends messages in one write.
     *
     * @param messages any, in any order
     * @return this
     */
    public Script send(BackendMessage... messages) {
        return add("send", c -> c.send(Integer.MAX_VALUE, messages));
    }

    /**
     * Sends messages in writes of this size.
     *
     * @param size in bytes
     * @param messages any, in any order
     * @return this
     */
    public Script sendInPieces(int size, BackendMessage... messages) {
        return add("send in pieces", c -> c.send(size, messages));
    }

    /**
     * Sends bytes as they are.
     *
     * @param bytes anything
     * @return this
     */
    public Script sendRaw(byte... bytes) {
        return add("send bytes", c -> c.sendRaw(bytes));
    }

    /**
     * Sends ReadyForQuery outside of a transaction.
     *
     * @return this
     */
    public Script ready() {
        return send(new ReadyForQuery(TransactionStatus.IDLE));
    }

    /**
     * Lets the client in without a password: declines encryption if it is asked for, expects StartupMessage, and sends
     * all up to ReadyForQuery as a server of version 18 does.
     *
     * @param more parameters to report besides, or with another value
     * @return this
     */
    public Script startupTrust(ParameterStatus... more) {
        expectStartup();
        send(new AuthenticationOk());
        return afterAuthentication(more);
    }

    /**
     * Declines encryption if it is asked for, and expects StartupMessage.
     *
     * @return this
     */
    public Script expectStartup() {
        return add("expect StartupMessage", c -> {
            FrontendMessage message = record(c.read());
            while (message instanceof SSLRequest || message instanceof GSSENCRequest) {
                c.sendRaw(MessageType.ENCRYPTION_REFUSED);
                message = record(c.read());
            }
            require(StartupMessage.class, message);
        });
    }

    /**
     * Sends what a server sends between AuthenticationOk and the first query.
     *
     * @param more parameters to report besides, or with another value
     * @return this
     */
    public Script afterAuthentication(ParameterStatus... more) {
        send(
                new ParameterStatus("server_version", "18.1"),
                new ParameterStatus("server_encoding", "UTF8"),
                new ParameterStatus("client_encoding", "UTF8"),
                new ParameterStatus("DateStyle", "ISO, MDY"),
                new ParameterStatus("IntervalStyle", "postgres"),
                new ParameterStatus("TimeZone", "UTC"),
                new ParameterStatus("integer_datetimes", "on"),
                new ParameterStatus("standard_conforming_strings", "on"),
                new ParameterStatus("in_hot_standby", "off"),
                new ParameterStatus("default_transaction_read_only", "off"));
        send(more);
        return send(new BackendKeyData(PROCESS_ID, SECRET_KEY), new ReadyForQuery(TransactionStatus.IDLE));
    }

    /**
     * Expects SSLRequest, agrees, and goes on within TLS.
     *
     * @param context holds the server's key
     * @return this
     */
    public Script startTls(SSLContext context) {
        return add("start TLS", c -> {
            next(c, SSLRequest.class);
            c.sendRaw(MessageType.SSL_ACCEPTED);
            c.startTls(context);
        });
    }

    /**
     * Expects SSLRequest, agrees, and expects the client to refuse the server's certificate.
     *
     * @param context holds the server's key
     * @return this
     */
    public Script expectTlsRefused(SSLContext context) {
        return add("expect the certificate to be refused", c -> {
            next(c, SSLRequest.class);
            c.sendRaw(MessageType.SSL_ACCEPTED);
            try {
                c.startTls(context);
            } catch (SSLException | SocketException e) {
                return;
            }
            throw new AssertionError("the client has accepted the certificate");
        });
    }

    /**
     * Goes on within TLS at once, without waiting for SSLRequest.
     *
     * @param context holds the server's key
     * @return this
     */
    public Script startTlsDirectly(SSLContext context) {
        return add("start TLS directly", c -> c.startTls(context));
    }

    /**
     * Sends bytes that do not go through TLS.
     *
     * @param bytes as they go to the client
     * @return this
     */
    public Script sendBeneathTls(byte... bytes) {
        return add("send beneath TLS", c -> c.sendBeneathTls(bytes));
    }

    /**
     * Sends TLS's close_notify, and leaves the socket open.
     *
     * @return this
     */
    public Script sayTlsIsOver() {
        return add("say close_notify", ScriptConnection::sayTlsIsOver);
    }

    /**
     * Waits for the test.
     *
     * @param latch the next step comes when it is at zero
     * @return this
     */
    public Script waitFor(CountDownLatch latch) {
        return add("wait for the test", c -> {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the test did not release the server within " + PATIENCE);
            }
        });
    }

    /**
     * Runs code of the test.
     *
     * @param action may throw an AssertionError
     * @return this
     */
    public Script run(Runnable action) {
        return add("run", c -> action.run());
    }

    /**
     * Closes the socket without a word.
     *
     * @return this
     */
    public Script closeAbruptly() {
        return add("close", ScriptConnection::closeAbruptly);
    }

    /**
     * Closes the socket with a TCP reset.
     *
     * @return this
     */
    public Script reset() {
        return add("reset", ScriptConnection::reset);
    }

    /**
     * What was received, as far as steps have read it.
     *
     * @return in order
     */
    public synchronized List<FrontendMessage> received() {
        return List.copyOf(received);
    }

    /**
     * Waits until all steps added so far are done.
     *
     * @throws AssertionError if one fails or is not done within ten seconds
     */
    public synchronized void await() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (done < added && failure == null) {
                long left = NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("script still waits for: " + current);
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the script waits for: " + current, e);
        }
        throwFailure();
    }

    synchronized void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Runs the steps until the server is closed. */
    void run(Socket socket) {
        try (ScriptConnection opened = new ScriptConnection(socket, PATIENCE)) {
            synchronized (this) {
                connection = opened;
            }
            while (!server.isClosing()) {
                Step step = steps.take();
                begin(step);
                step.action().run(opened);
                finish();
            }
        } catch (InterruptedException e) {
            // The server is closed.
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | AssertionError e) {
            fail(e);
        }
    }

    void end() {
        ScriptConnection opened;
        synchronized (this) {
            opened = connection;
        }
        if (opened != null) {
            opened.cut();
        }
    }

    private synchronized Script add(String name, Action action) {
        added++;
        steps.add(new Step(name, action));
        return this;
    }

    private synchronized void begin(Step step) {
        current = step.name();
    }

    private synchronized void finish() {
        done++;
        notifyAll();
    }

    private synchronized void fail(Throwable cause) {
        if (!server.isClosing()) {
            failure = new AssertionError(
                    "script failed at step " + (done + 1) + " (" + current + "): " + cause.getMessage(), cause);
            notifyAll();
        }
    }

    private <T extends FrontendMessage> T next(ScriptConnection from, Class<T> type) throws IOException {
        return require(type, record(from.read()));
    }

    private static <T extends FrontendMessage> T require(Class<T> type, @Nullable FrontendMessage message) {
        if (!type.isInstance(message)) {
            throw new AssertionError("expected " + type.getSimpleName() + ", got "
                    + (message == null ? "the end of the connection" : message));
        }
        return type.cast(message);
    }

    private synchronized @Nullable FrontendMessage record(@Nullable FrontendMessage message) {
        if (message != null) {
            received.add(message);
        }
        return message;
    }
}
