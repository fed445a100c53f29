package io.pgnative.client.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pgnative.client.Composite;
import io.pgnative.client.Row;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for futures in tests. */
final class Futures {

    private Futures() {}

    static <T extends @Nullable Object> T await(Future<T> future) {
        return await(future, Duration.ofSeconds(20));
    }

    static <T extends @Nullable Object> T await(Future<T> future, Duration limit) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** What a future fails with; it is an error if it does not. */
    static Throwable failureOf(Future<?> future) {
        Throwable failure = catchThrowable(() -> await(future));
        assertThat(failure).isInstanceOf(RuntimeException.class);
        return failure;
    }

    /** A composite that is there. */
    static Composite composite(Row row, int column) {
        return Objects.requireNonNull(row.get(column, Composite.class));
    }

    /** A field that is a composite and there. */
    static Composite composite(Composite of, String field) {
        return Objects.requireNonNull(of.get(field, Composite.class));
    }
}
