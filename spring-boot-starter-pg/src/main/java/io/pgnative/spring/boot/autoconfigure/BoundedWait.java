package io.pgnative.spring.boot.autoconfigure;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for a Vert.x future. Spring itself does not wait for those that a destroy method returns. */
final class BoundedWait {

    private BoundedWait() {}

    /**
     * Waits.
     *
     * @param future to wait for
     * @param limit how long
     * @return what it gives
     * @throws ExecutionException if the future failed, or the thread was interrupted
     * @throws TimeoutException if the time was over before
     */
    static <T extends @Nullable Object> T await(Future<T> future, Duration limit)
            throws ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new ExecutionException("interrupted while waiting", ex);
        }
    }
}
