package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.CopyOption;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.ReactivePgCopyOut;
import io.pgnative.client.Row;
import io.pgnative.client.copy.CopyOutCall;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A copying out, for the Reactor face. */
final class ReactiveCopyOut implements ReactivePgCopyOut {

    private final CopyOutCall call;
    private final Verbs verbs;

    ReactiveCopyOut(CopyOutCall call, Verbs verbs) {
        this.call = call;
        this.verbs = verbs;
    }

    @Override
    public ReactivePgCopyOut columns(String... columns) {
        return new ReactiveCopyOut(call.columns(columns), verbs);
    }

    @Override
    public ReactivePgCopyOut text(CopyOption... options) {
        return new ReactiveCopyOut(call.text(options), verbs);
    }

    @Override
    public ReactivePgCopyOut csv(CopyOption... options) {
        return new ReactiveCopyOut(call.csv(options), verbs);
    }

    @Override
    public ReactivePgCopyOut binary(CopyOption... options) {
        return new ReactiveCopyOut(call.binary(options), verbs);
    }

    @Override
    public ReactivePgCopyOut timeout(Duration timeout) {
        return new ReactiveCopyOut(call.timeout(verbs.timeout(timeout).timeoutNanos()), verbs);
    }

    @Override
    public ReactivePgCopyOut progress(Consumer<CopyProgress> listener) {
        return new ReactiveCopyOut(call.progress(listener), verbs);
    }

    @Override
    public Mono<CommandResult> to(Path file) {
        Objects.requireNonNull(file, "file must not be null");
        return ReactiveCopyIn.mono(
                verbs, (here, promise, context) -> call.on(here).to(promise, context, file));
    }

    @Override
    public Mono<CommandResult> to(OutputStream stream) {
        Objects.requireNonNull(stream, "stream must not be null");
        return ReactiveCopyIn.mono(
                verbs, (here, promise, context) -> call.on(here).to(promise, context, stream));
    }

    @Override
    public Flux<ByteBuffer> bytes() {
        return new ReactiveVerbs(verbs).stream(here -> call.on(here.executor()).bytes(Contexts::ofCaller));
    }

    @Override
    public Flux<Row> rows() {
        return new ReactiveVerbs(verbs).stream(here -> call.on(here.executor()).rows(Contexts::ofCaller));
    }

    @Override
    public <T> Flux<T> rows(Class<T> type) {
        Verbs.check(type);
        return new ReactiveVerbs(verbs).stream(here -> call.on(here.executor()).rows(Contexts::ofCaller, type));
    }
}
