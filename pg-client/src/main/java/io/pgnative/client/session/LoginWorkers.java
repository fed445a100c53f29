package io.pgnative.client.session;

import io.pgnative.client.PgConnectException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Threads for logins that have to wait for somebody else, such as a KDC. They are few and used by nothing else: a KDC
 * that is silent keeps them for minutes, after the connections have given up, and must hold up nothing but logins that
 * need it. Made when the first one needs them.
 */
final class LoginWorkers {

    /** At once, for one client; more of them wait, within their connect timeout. */
    private static final int SIZE = 4;

    private final VertxInternal vertx;
    private final String name;
    private @Nullable WorkerExecutor executor;
    private boolean closed;

    /**
     * Makes none yet.
     *
     * @param poolName tells clients apart
     */
    LoginWorkers(VertxInternal vertx, String poolName) {
        this.vertx = vertx;
        this.name = "pgnative-login-" + poolName;
    }

    /**
     * Runs what may block.
     *
     * @param context on whose loop the outcome is told
     * @return the outcome; a failure if the client is closed. Without one where it is closed while the task waits for
     *     its turn, so that the limit of the connection has to end that
     */
    <T> Future<T> run(ContextInternal context, Callable<T> task) {
        Promise<T> done = context.promise();
        WorkerExecutor current = executor();
        try {
            if (current == null) {
                throw new IllegalStateException("closed before");
            }
            current.executeBlocking(task, false).onComplete(done);
        } catch (IllegalStateException closedNow) {
            done.fail(new PgConnectException("the client was closed while a connection was being opened"));
        }
        return done.future();
    }

    private synchronized @Nullable WorkerExecutor executor() {
        if (executor == null && !closed) {
            executor = vertx.createSharedWorkerExecutor(name, SIZE);
        }
        return executor;
    }

    /** Lets no more begin. What runs is interrupted, which a wait for a KDC does not heed. */
    synchronized Future<Void> close() {
        closed = true;
        WorkerExecutor current = executor;
        executor = null;
        return current == null ? Future.succeededFuture() : current.close();
    }
}
