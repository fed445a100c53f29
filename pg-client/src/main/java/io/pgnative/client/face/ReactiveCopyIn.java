package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.CopyOption;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.ReactivePgCopyIn;
import io.pgnative.client.copy.CopyInCall;
import io.pgnative.client.copy.CopyTask;
import io.pgnative.client.session.QueryExecutor;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A copying in, for the Reactor face. */
final class ReactiveCopyIn implements ReactivePgCopyIn {

    private final CopyInCall call;
    private final Verbs verbs;

    ReactiveCopyIn(CopyInCall call, Verbs verbs) {
        this.call = call;
        this.verbs = verbs;
    }

    @Override
    public ReactivePgCopyIn columns(String... columns) {
        return new ReactiveCopyIn(call.columns(columns), verbs);
    }

    @Override
    public ReactivePgCopyIn where(String condition) {
        return new ReactiveCopyIn(call.where(condition), verbs);
    }

    @Override
    public ReactivePgCopyIn text(CopyOption... options) {
        return new ReactiveCopyIn(call.text(options), verbs);
    }

    @Override
    public ReactivePgCopyIn csv(CopyOption... options) {
        return new ReactiveCopyIn(call.csv(options), verbs);
    }

    @Override
    public ReactivePgCopyIn binary(CopyOption... options) {
        return new ReactiveCopyIn(call.binary(options), verbs);
    }

    @Override
    public ReactivePgCopyIn timeout(Duration timeout) {
        return new ReactiveCopyIn(call.timeout(verbs.timeout(timeout).timeoutNanos()), verbs);
    }

    @Override
    public ReactivePgCopyIn progress(Consumer<CopyProgress> listener) {
        return new ReactiveCopyIn(call.progress(listener), verbs);
    }

    @Override
    public Mono<CommandResult> rows(Iterable<?> rows) {
        Objects.requireNonNull(rows, "rows must not be null");
        return mono(
                verbs, (here, promise, context) -> call.on(here).rows(promise, context, rows, CopyRowArguments::new));
    }

    @Override
    public Mono<CommandResult> rows(Publisher<?> rows) {
        Flow.Publisher<?> publisher = flow(rows);
        return mono(verbs, (here, promise, context) -> call.on(here)
                .rows(promise, context, publisher, CopyRowArguments::new));
    }

    @Override
    public Mono<CommandResult> from(Path file) {
        Objects.requireNonNull(file, "file must not be null");
        return mono(verbs, (here, promise, context) -> call.on(here).from(promise, context, file));
    }

    @Override
    public Mono<CommandResult> from(InputStream stream) {
        Objects.requireNonNull(stream, "stream must not be null");
        return mono(verbs, (here, promise, context) -> call.on(here).from(promise, context, stream));
    }

    @Override
    public Mono<CommandResult> from(byte[] bytes) {
        return from(ByteBuffer.wrap(bytes));
    }

    @Override
    public Mono<CommandResult> from(ByteBuffer bytes) {
        Objects.requireNonNull(bytes, "bytes must not be null");
        return mono(verbs, (here, promise, context) -> call.on(here).from(promise, context, bytes));
    }

    @Override
    public Mono<CommandResult> from(Publisher<? extends ByteBuffer> bytes) {
        Flow.Publisher<? extends ByteBuffer> publisher = flow(bytes);
        return mono(verbs, (here, promise, context) -> call.on(here).from(promise, context, publisher));
    }

    private static <T> Flow.Publisher<T> flow(Publisher<T> publisher) {
        Objects.requireNonNull(publisher, "publisher must not be null");
        return JdkFlowAdapter.publisherToFlowPublisher(Flux.from(publisher));
    }

    /** Begins a copying for one subscriber. */
    @FunctionalInterface
    interface Start {

        CopyTask on(QueryExecutor here, Promise<CommandResult> promise, @Nullable Context context);
    }

    static Mono<CommandResult> mono(Verbs verbs, Start start) {
        return ReactiveEdge.failures(verbs, Mono.create(sink -> {
            QueryExecutor here = ReactiveEdge.verbs(verbs, sink.contextView()).executor();
            ContextInternal context = Contexts.ofCaller();
            CopyTask task = start.on(here, Contexts.promise(context), context);
            task.future().onComplete((value, failure) -> {
                if (failure == null) {
                    sink.success(value);
                } else {
                    sink.error(failure);
                }
            });
            sink.onCancel(() -> task.abandon(ReactiveVerbs.cancelled()));
        }));
    }
}
