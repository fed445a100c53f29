package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;

/**
 * Callers in the style of Vert.x: each is a verticle on an event loop, and the result of one call starts the next. Only
 * such parts of Vert.x are used as are the same in the version of each client.
 */
final class VertxCallers {

    private final Vertx vertx;

    VertxCallers(PeerOptions options) {
        VertxOptions vertxOptions = new VertxOptions().setPreferNativeTransport(options.nativeTransport());
        if (options.eventLoops() > 0) {
            vertxOptions.setEventLoopPoolSize(options.eventLoops());
        }
        this.vertx = Vertx.vertx(vertxOptions);
        if (options.nativeTransport() && !vertx.isNativeTransportEnabled()) {
            close();
            throw new IllegalStateException(
                    "no native transport on this machine; use --transport nio",
                    vertx.unavailableNativeTransportCause());
        }
    }

    Vertx vertx() {
        return vertx;
    }

    /**
     * Starts callers.
     *
     * @param callers who
     * @param call runs the caller's statement
     * @param read reads all values of its result, and gives their checksum
     * @param <T> the result
     */
    <T> void start(List<Caller> callers, Function<Caller, Future<T>> call, ToLongBiFunction<Caller, T> read) {
        for (Caller caller : callers) {
            vertx.deployVerticle(context -> {
                        new Loop<>(vertx.getOrCreateContext(), caller, call, read).next();
                        return Future.succeededFuture();
                    })
                    .onFailure(caller::failed);
        }
    }

    void close() {
        await(vertx.close());
    }

    static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("not done within 30 s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private record Loop<T>(
            Context context, Caller caller, Function<Caller, Future<T>> call, ToLongBiFunction<Caller, T> read)
            implements Completable<T> {

        void next() {
            if (!caller.next()) {
                return;
            }
            long wait = caller.nanosUntilDue();
            if (wait <= 0) {
                send();
            } else {
                Clock.TIMER.schedule(() -> context.runOnContext(due -> send()), wait, TimeUnit.NANOSECONDS);
            }
        }

        private void send() {
            call.apply(caller).onComplete(this);
        }

        @Override
        public void complete(T result, Throwable failure) {
            if (failure != null) {
                caller.failed(failure);
                return;
            }
            try {
                caller.completed(read.applyAsLong(caller, result));
                next();
            } catch (RuntimeException e) {
                caller.failed(e);
            }
        }
    }
}
