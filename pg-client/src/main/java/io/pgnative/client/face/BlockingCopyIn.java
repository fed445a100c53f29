package io.pgnative.client.face;

import io.pgnative.client.BlockingPgCopyIn;
import io.pgnative.client.CommandResult;
import io.pgnative.client.CopyOption;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.copy.CopyInCall;
import io.pgnative.client.copy.CopyTask;
import io.vertx.core.Promise;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;

/** A copying in, for the blocking face. */
final class BlockingCopyIn implements BlockingPgCopyIn {

    private final CopyInCall call;
    private final Verbs verbs;

    BlockingCopyIn(CopyInCall call, Verbs verbs) {
        this.call = call;
        this.verbs = verbs;
    }

    @Override
    public BlockingPgCopyIn columns(String... columns) {
        return new BlockingCopyIn(call.columns(columns), verbs);
    }

    @Override
    public BlockingPgCopyIn where(String condition) {
        return new BlockingCopyIn(call.where(condition), verbs);
    }

    @Override
    public BlockingPgCopyIn text(CopyOption... options) {
        return new BlockingCopyIn(call.text(options), verbs);
    }

    @Override
    public BlockingPgCopyIn csv(CopyOption... options) {
        return new BlockingCopyIn(call.csv(options), verbs);
    }

    @Override
    public BlockingPgCopyIn binary(CopyOption... options) {
        return new BlockingCopyIn(call.binary(options), verbs);
    }

    @Override
    public BlockingPgCopyIn timeout(Duration timeout) {
        return new BlockingCopyIn(call.timeout(verbs.timeout(timeout).timeoutNanos()), verbs);
    }

    @Override
    public BlockingPgCopyIn progress(Consumer<CopyProgress> listener) {
        return new BlockingCopyIn(call.progress(listener), verbs);
    }

    @Override
    public CommandResult rows(Iterable<?> rows) {
        return await(verbs, promise -> here().rows(promise, null, rows, CopyRowArguments::new));
    }

    @Override
    public CommandResult rows(Flow.Publisher<?> rows) {
        return await(verbs, promise -> here().rows(promise, null, rows, CopyRowArguments::new));
    }

    @Override
    public CommandResult from(Path file) {
        return await(verbs, promise -> here().from(promise, null, file));
    }

    @Override
    public CommandResult from(InputStream stream) {
        return await(verbs, promise -> here().from(promise, null, stream));
    }

    @Override
    public CommandResult from(byte[] bytes) {
        return from(ByteBuffer.wrap(bytes));
    }

    @Override
    public CommandResult from(ByteBuffer bytes) {
        Objects.requireNonNull(bytes, "bytes must not be null");
        return await(verbs, promise -> here().from(promise, null, bytes));
    }

    @Override
    public CommandResult from(Flow.Publisher<? extends ByteBuffer> bytes) {
        return await(verbs, promise -> here().from(promise, null, bytes));
    }

    private CopyInCall here() {
        return call.on(verbs.here().executor());
    }

    static CommandResult await(Verbs verbs, Function<Promise<CommandResult>, CopyTask> verb) {
        Waiting.check();
        CopyTask task = verb.apply(Promise.promise());
        return verbs.calling(() -> Waiting.await(task.future(), task::abandon));
    }
}
