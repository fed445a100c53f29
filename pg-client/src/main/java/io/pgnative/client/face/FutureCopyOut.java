package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.CopyOption;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.PgCopyOut;
import io.pgnative.client.Row;
import io.pgnative.client.copy.CopyOutCall;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** A copying out, for the face of futures. */
final class FutureCopyOut implements PgCopyOut {

    private final CopyOutCall call;
    private final Verbs verbs;

    FutureCopyOut(CopyOutCall call, Verbs verbs) {
        this.call = call;
        this.verbs = verbs;
    }

    @Override
    public PgCopyOut columns(String... columns) {
        return new FutureCopyOut(call.columns(columns), verbs);
    }

    @Override
    public PgCopyOut text(CopyOption... options) {
        return new FutureCopyOut(call.text(options), verbs);
    }

    @Override
    public PgCopyOut csv(CopyOption... options) {
        return new FutureCopyOut(call.csv(options), verbs);
    }

    @Override
    public PgCopyOut binary(CopyOption... options) {
        return new FutureCopyOut(call.binary(options), verbs);
    }

    @Override
    public PgCopyOut timeout(Duration timeout) {
        return new FutureCopyOut(call.timeout(verbs.timeout(timeout).timeoutNanos()), verbs);
    }

    @Override
    public PgCopyOut progress(Consumer<CopyProgress> listener) {
        return new FutureCopyOut(call.progress(listener), verbs);
    }

    @Override
    public Future<CommandResult> to(Path file) {
        return FutureCopyIn.start(verbs, (promise, context) -> here().to(promise, context, file));
    }

    @Override
    public Future<CommandResult> to(OutputStream stream) {
        return FutureCopyIn.start(verbs, (promise, context) -> here().to(promise, context, stream));
    }

    @Override
    public Future<CommandResult> to(WriteStream<Buffer> stream) {
        return FutureCopyIn.start(verbs, (promise, context) -> here().to(promise, context, stream));
    }

    @Override
    public Flow.Publisher<ByteBuffer> bytes() {
        return verbs.failures(here().bytes(Contexts::ofCaller));
    }

    @Override
    public Flow.Publisher<Row> rows() {
        return verbs.failures(here().rows(Contexts::ofCaller));
    }

    @Override
    public <T> Flow.Publisher<T> rows(Class<T> type) {
        return verbs.failures(here().rows(Contexts::ofCaller, Verbs.check(type)));
    }

    private CopyOutCall here() {
        return call.on(verbs.here().executor());
    }
}
