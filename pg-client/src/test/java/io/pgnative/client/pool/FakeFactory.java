package io.pgnative.client.pool;

import io.pgnative.client.PgException;
import io.pgnative.client.session.FakeSession;
import io.pgnative.client.session.Session;
import io.pgnative.client.session.SessionFactory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Opens fake sessions: at once, with a failure, or when the test says so. */
final class FakeFactory implements SessionFactory {

    final List<FakeSession> opened = new CopyOnWriteArrayList<>();
    final AtomicInteger attempts = new AtomicInteger();
    volatile FakeSession.Mode mode = FakeSession.Mode.ANSWER;
    volatile @Nullable PgException failure;
    volatile boolean isHolding;
    /** Whether sessions let more be sent behind what runs. */
    volatile boolean isPrompt;

    private final BlockingQueue<FakeSession> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();

    @Override
    public Future<Session> open(ContextInternal context) {
        attempts.incrementAndGet();
        Promise<Session> promise = context.promise();
        Runnable finish = () -> {
            PgException current = failure;
            if (current != null) {
                promise.fail(current);
            } else {
                FakeSession session = new FakeSession(context, mode);
                session.prompt(isPrompt);
                opened.add(session);
                arrived.add(session);
                promise.complete(session);
            }
        };
        if (isHolding) {
            held.add(finish);
        } else {
            context.nettyEventLoop().execute(finish);
        }
        return promise.future();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    FakeSession awaitOpened() throws InterruptedException {
        FakeSession session = arrived.poll(10, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("no session was opened");
        }
        return session;
    }

    void finishOpening() throws InterruptedException {
        Runnable finish = held.poll(10, TimeUnit.SECONDS);
        if (finish == null) {
            throw new AssertionError("nothing was being opened");
        }
        finish.run();
    }
}
