package io.pgnative.client.face;

import io.pgnative.client.BlockingPgCopyOut;
import io.pgnative.client.CommandResult;
import io.pgnative.client.CopyOption;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.Row;
import io.pgnative.client.copy.CopyOutCall;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A copying out, for the blocking face. */
final class BlockingCopyOut implements BlockingPgCopyOut {

    private static final int PIECES_AHEAD = 2;
    private static final int ROWS_AHEAD = 256;

    private final CopyOutCall call;
    private final Verbs verbs;

    BlockingCopyOut(CopyOutCall call, Verbs verbs) {
        this.call = call;
        this.verbs = verbs;
    }

    @Override
    public BlockingPgCopyOut columns(String... columns) {
        return new BlockingCopyOut(call.columns(columns), verbs);
    }

    @Override
    public BlockingPgCopyOut text(CopyOption... options) {
        return new BlockingCopyOut(call.text(options), verbs);
    }

    @Override
    public BlockingPgCopyOut csv(CopyOption... options) {
        return new BlockingCopyOut(call.csv(options), verbs);
    }

    @Override
    public BlockingPgCopyOut binary(CopyOption... options) {
        return new BlockingCopyOut(call.binary(options), verbs);
    }

    @Override
    public BlockingPgCopyOut timeout(Duration timeout) {
        return new BlockingCopyOut(call.timeout(verbs.timeout(timeout).timeoutNanos()), verbs);
    }

    @Override
    public BlockingPgCopyOut progress(Consumer<CopyProgress> listener) {
        return new BlockingCopyOut(call.progress(listener), verbs);
    }

    @Override
    public CommandResult to(Path file) {
        return BlockingCopyIn.await(verbs, promise -> here().to(promise, null, file));
    }

    @Override
    public CommandResult to(OutputStream stream) {
        return BlockingCopyIn.await(verbs, promise -> here().to(promise, null, stream));
    }

    @Override
    public InputStream bytes() {
        Waiting.check();
        return new PulledBytes(PulledItems.of(verbs.failures(here().bytes(() -> null)), PIECES_AHEAD).stream());
    }

    @Override
    public Stream<Row> rows() {
        return stream(here().rows(() -> null));
    }

    @Override
    public <T> Stream<T> rows(Class<T> type) {
        return stream(here().rows(() -> null, Verbs.check(type)));
    }

    private CopyOutCall here() {
        return call.on(verbs.here().executor());
    }

    private <T> Stream<T> stream(Flow.Publisher<T> publisher) {
        Waiting.check();
        return PulledItems.of(verbs.failures(publisher), ROWS_AHEAD).stream();
    }
}
