package io.pgnative.client.face;

import io.pgnative.client.PgException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
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

    static <T> Promise<T> promise(@Nullable ContextInternal context) {
        return context == null ? Promise.promise() : context.promise();
    }

    static <T> Future<T> failed(@Nullable ContextInternal context, PgException failure) {
        return context == null ? Future.failedFuture(failure) : context.failedFuture(failure);
    }

    static Future<Void> succeeded(@Nullable ContextInternal context) {
        return context == null ? Future.succeededFuture() : context.succeededFuture();
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
