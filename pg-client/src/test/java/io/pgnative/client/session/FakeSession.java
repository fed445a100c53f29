package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.TransactionStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session without a server: a test says when a request ends, or lets all end at once. */
@SuppressWarnings({"NullAway", "unchecked"}) // Requests are told of no PgSession, and of results of any class.
public final class FakeSession implements Session {

    /** What the session does with a request. */
    public enum Mode {
        HOLD,
        ANSWER,
        ANSWER_AT_ONCE
    }

    private final ContextInternal context;
    private final Mode mode;
    private final BlockingQueue<Request<?>> running = new LinkedBlockingQueue<>();
    private final Promise<Void> ended = Promise.promise();
    private final AtomicInteger cancels = new AtomicInteger();
    private final CountDownLatch aborted = new CountDownLatch(1);
    private @Nullable Consumer<@Nullable PgException> endHandler;
    private volatile boolean open = true;
    private volatile boolean prompt;
    private volatile int mostInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile TransactionStatus status = TransactionStatus.IDLE;

    public FakeSession(ContextInternal context, Mode mode) {
        this.context = context;
        this.mode = mode;
    }

    @Override
    public void submit(Request<?> request) {
        if (!request.claim(null)) {
            onLoop(() -> request.settle(null));
        } else {
            onLoop(() -> accept(request));
        }
    }

    private void accept(Request<?> request) {
        if (!open) {
            request.neverSent(null, null);
            return;
        }
        mostInFlight = Math.max(mostInFlight, inFlight.incrementAndGet());
        if (mode == Mode.ANSWER_AT_ONCE) {
            complete(request);
        } else if (mode == Mode.ANSWER) {
            context.nettyEventLoop().execute(() -> complete(request));
        } else {
            running.add(request);
        }
    }

    private void complete(Request<?> request) {
        inFlight.decrementAndGet();
        ((Request<Object>) request).complete(null, request instanceof Ping ? null : new CommandResult("FAKE", 0));
    }

    /** Waits for a request, and answers it. */
    public void answer() throws InterruptedException {
        Request<?> request = running.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        onLoop(() -> complete(request));
    }

    /** Answers what has come so far. */
    public void answerAll() {
        for (Request<?> request = running.poll(); request != null; request = running.poll()) {
            Request<?> next = request;
            onLoop(() -> complete(next));
        }
    }

    /** Waits until something runs. */
    public void awaitRequest() throws InterruptedException {
        Request<?> request = running.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        running.add(request);
    }

    /** The connection breaks. */
    public void lose(PgException reason) {
        onLoop(() -> end(reason));
    }

    public void status(TransactionStatus newStatus) {
        status = newStatus;
    }

    public int cancels() {
        return cancels.get();
    }

    private void end(@Nullable PgException reason) {
        if (!open) {
            return;
        }
        open = false;
        Consumer<@Nullable PgException> handler = endHandler;
        if (handler != null) {
            handler.accept(reason);
        }
        for (Request<?> request = running.poll(); request != null; request = running.poll()) {
            request.lost(null, reason);
        }
        ended.complete();
    }

    private void onLoop(Runnable task) {
        if (context.nettyEventLoop().inEventLoop()) {
            task.run();
        } else {
            context.nettyEventLoop().execute(task);
        }
    }

    @Override
    public ContextInternal context() {
        return context;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isPrompt(long nowNanos) {
        return open && prompt && inFlight.get() > 0;
    }

    /** Whether what runs is as good as answered; not at first. */
    public void prompt(boolean newPrompt) {
        prompt = newPrompt;
    }

    /** The requests that are in flight now. */
    public int inFlight() {
        return inFlight.get();
    }

    /** The most requests that were in flight at once. */
    public int mostInFlight() {
        return mostInFlight;
    }

    @Override
    public boolean isChanged() {
        return false;
    }

    @Override
    public boolean isSuspect() {
        return false;
    }

    @Override
    public TransactionStatus transactionStatus() {
        return status;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public ServerVersion serverVersion() {
        return new ServerVersion(18, 0, 0, "18.0");
    }

    @Override
    public int processId() {
        return 1;
    }

    @Override
    public void onEnd(Consumer<@Nullable PgException> handler) {
        onLoop(() -> endHandler = handler);
    }

    @Override
    public Future<Void> cancelRunning() {
        cancels.incrementAndGet();
        onLoop(() -> {
            for (Request<?> request = running.poll(); request != null; request = running.poll()) {
                inFlight.decrementAndGet();
                request.fail(null, new PgServerException("cancelled", Map.of('C', "57014", 'S', "ERROR"), null, 0));
            }
        });
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        onLoop(() -> end(null));
        return ended.future();
    }

    @Override
    public void endStreams(PgException reason) {}

    @Override
    public void abort(PgException reason) {
        aborted.countDown();
        onLoop(() -> end(reason));
    }

    /** Whether {@link #abort} was called in time. */
    public boolean awaitAbort() throws InterruptedException {
        return aborted.await(10, TimeUnit.SECONDS);
    }

    @Override
    public SessionListeners listeners() {
        return new SessionListeners() {
            @Override
            public PgRegistration onNotice(ContextInternal context, Consumer<? super PgNotice> handler) {
                throw new UnsupportedOperationException();
            }

            @Override
            public PgRegistration onClose(ContextInternal context, Consumer<? super @Nullable PgException> handler) {
                throw new UnsupportedOperationException();
            }

            @Override
            public PgRegistration onQuery(ContextInternal context, Consumer<? super QueryEvent> handler) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void reset() {}

            @Override
            public void restore(String user, Runnable then) {
                then.run();
            }
        };
    }

    @Override
    public SessionTypes types() {
        return new SessionTypes() {
            @Override
            public void restore() {}

            @Override
            public void reload() {}
        };
    }

    @Override
    public StatementCacheFigures statementCacheFigures() {
        return new StatementCacheFigures(1, 0, 0, 1);
    }

    @Override
    public TrafficFigures trafficFigures() {
        return new TrafficFigures(0, 0);
    }

    @Override
    public long reparses() {
        return 0;
    }

    @Override
    public Future<View> view() {
        return Future.succeededFuture(new View("fake", 5432, false, 0, null, List.of()));
    }

    @Override
    public void clearStatements() {}
}
