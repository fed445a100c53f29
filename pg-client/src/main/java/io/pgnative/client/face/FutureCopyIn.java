package io.pgnative.client.face;

import io.pgnative.client.CommandResult;
import io.pgnative.client.CopyOption;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.PgCopyIn;
import io.pgnative.client.PgException;
import io.pgnative.client.copy.CopyInCall;
import io.pgnative.client.copy.CopyTask;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A copying in, for the face of futures. */
final class FutureCopyIn implements PgCopyIn {

    private final CopyInCall call;
    private final Verbs verbs;

    FutureCopyIn(CopyInCall call, Verbs verbs) {
        this.call = call;
        this.verbs = verbs;
    }

    @Override
    public PgCopyIn columns(String... columns) {
        return new FutureCopyIn(call.columns(columns), verbs);
    }

    @Override
    public PgCopyIn where(String condition) {
        return new FutureCopyIn(call.where(condition), verbs);
    }

    @Override
    public PgCopyIn text(CopyOption... options) {
        return new FutureCopyIn(call.text(options), verbs);
    }

    @Override
    public PgCopyIn csv(CopyOption... options) {
        return new FutureCopyIn(call.csv(options), verbs);
    }

    @Override
    public PgCopyIn binary(CopyOption... options) {
        return new FutureCopyIn(call.binary(options), verbs);
    }

    @Override
    public PgCopyIn timeout(Duration timeout) {
        return new FutureCopyIn(call.timeout(verbs.timeout(timeout).timeoutNanos()), verbs);
    }

    @Override
    public PgCopyIn progress(Consumer<CopyProgress> listener) {
        return new FutureCopyIn(call.progress(listener), verbs);
    }

    @Override
    public Future<CommandResult> rows(Iterable<?> rows) {
        return start(verbs, (promise, context) -> here().rows(promise, context, rows, CopyRowArguments::new));
    }

    @Override
    public Future<CommandResult> rows(Flow.Publisher<?> rows) {
        return start(verbs, (promise, context) -> here().rows(promise, context, rows, CopyRowArguments::new));
    }

    @Override
    public Future<CommandResult> from(Path file) {
        return start(verbs, (promise, context) -> here().from(promise, context, file));
    }

    @Override
    public Future<CommandResult> from(InputStream stream) {
        return start(verbs, (promise, context) -> here().from(promise, context, stream));
    }

    @Override
    public Future<CommandResult> from(byte[] bytes) {
        return from(ByteBuffer.wrap(bytes));
    }

    @Override
    public Future<CommandResult> from(ByteBuffer bytes) {
        Objects.requireNonNull(bytes, "bytes must not be null");
        return start(verbs, (promise, context) -> here().from(promise, context, bytes));
    }

    @Override
    public Future<CommandResult> from(Flow.Publisher<? extends ByteBuffer> bytes) {
        return start(verbs, (promise, context) -> here().from(promise, context, bytes));
    }

    @Override
    public Future<CommandResult> from(ReadStream<Buffer> stream) {
        Objects.requireNonNull(stream, "stream must not be null");
        return start(verbs, (promise, context) -> here().from(promise, context, stream));
    }

    private CopyInCall here() {
        return call.on(verbs.here().executor());
    }

    /** Refinements that do not go together with the verb fail the call, as data do that do not fit. */
    static Future<CommandResult> start(
            Verbs verbs, BiFunction<Promise<CommandResult>, @Nullable Context, CopyTask> verb) {
        ContextInternal context = Contexts.ofCaller();
        Promise<CommandResult> promise = Contexts.promise(context);
        try {
            return verbs.failures(verb.apply(promise, context).future());
        } catch (PgException e) {
            return verbs.failures(Contexts.failed(context, e));
        }
    }
}
