package io.pgnative.client.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A cancel request that waits until few enough others are under way. */
final class CancelTurn {

    private final ContextInternal context;
    private final Supplier<Future<Void>> sender;
    private final Promise<Void> done;
    private final AtomicBoolean isTaken = new AtomicBoolean();

    /**
     * Makes one.
     *
     * @param context on whose loop it is sent
     * @param sender sends it
     */
    CancelTurn(ContextInternal context, Supplier<Future<Void>> sender) {
        this.context = context;
        this.sender = sender;
        this.done = context.promise();
    }

    /** Done when it has been delivered or withdrawn. */
    Future<Void> future() {
        return done.future();
    }

    /** Sends it, unless it was withdrawn; any thread. */
    Future<Void> start() {
        if (isTaken.compareAndSet(false, true)) {
            if (context.nettyEventLoop().inEventLoop()) {
                sender.get().onComplete(done);
            } else {
                context.nettyEventLoop().execute(() -> sender.get().onComplete(done));
            }
        }
        return done.future();
    }

    /** There is nothing to cancel any more. Does nothing when it has been sent. */
    void withdraw() {
        if (isTaken.compareAndSet(false, true)) {
            done.complete();
        }
    }
}
