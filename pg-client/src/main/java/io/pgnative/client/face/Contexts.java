package io.pgnative.client.face;

import io.pgnative.client.PgException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import org.jspecify.annotations.Nullable;

/** Where futures complete. */
final class Contexts {

    private Contexts() {}

    /**
     * The Vert.x context that the caller runs on.
     *
     * @return null on any other thread
     */
    static @Nullable ContextInternal ofCaller() {
        return ContextInternal.current();
    }

    /**
     * Where handlers of the blocking face run: where they may wait.
     *
     * @return the caller's context unless that is an event loop's; else one of worker threads
     */
    static ContextInternal forBlockingHandlers(VertxInternal vertx) {
        ContextInternal caller = ofCaller();
        return caller == null || caller.threadingModel() == ThreadingModel.EVENT_LOOP
                ? vertx.createWorkerContext()
                : caller;
    }

    static <T> Promise<T> promise(@Nullable ContextInternal context) {
        return context == null ? Promise.promise() : context.promise();
    }

    static <T> Future<T> failed(@Nullable ContextInternal context, PgException failure) {
        return context == null ? Future.failedFuture(failure) : context.failedFuture(failure);
    }

    static Future<Void> succeeded(@Nullable ContextInternal context) {
        return context == null ? Future.succeededFuture() : context.succeededFuture();
    }

    static <T> Future<T> succeeded(@Nullable ContextInternal context, T value) {
        return context == null ? Future.succeededFuture(value) : context.succeededFuture(value);
    }

    static <T> Future<T> on(@Nullable ContextInternal context, Future<T> future) {
        if (context == null) {
            return future;
        }
        Promise<T> promise = context.promise();
        future.onComplete(promise);
        return promise.future();
    }
}
