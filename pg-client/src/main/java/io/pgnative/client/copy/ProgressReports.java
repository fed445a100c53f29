package io.pgnative.client.copy;

import io.pgnative.client.CopyProgress;
import io.pgnative.client.session.CopyMeter;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Tells the caller how far a COPY has come: once in a mebibyte at most, and not again before he has heard the last. */
final class ProgressReports implements CopyMeter {

    static final long INTERVAL_BYTES = 1024 * 1024;

    private final Consumer<CopyProgress> listener;
    private final Executor callers;
    private final Consumer<Throwable> onFailure;
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile long seen;
    private long told;

    /**
     * Makes one.
     *
     * @param callers where the listener runs
     * @param onFailure given what the listener throws
     */
    ProgressReports(Consumer<CopyProgress> listener, Executor callers, Consumer<Throwable> onFailure) {
        this.listener = listener;
        this.callers = callers;
        this.onFailure = onFailure;
    }

    @Override
    public void moved(long rows, long bytes) {
        seen = bytes;
        if (bytes - told >= INTERVAL_BYTES && telling.compareAndSet(false, true)) {
            told = bytes;
            callers.execute(() -> tell(rows, bytes));
        }
    }

    private void tell(long rows, long bytes) {
        try {
            listener.accept(new CopyProgress(rows, bytes));
        } catch (RuntimeException | Error e) {
            onFailure.accept(e);
        } finally {
            telling.set(false);
        }
    }

    /**
     * All is copied.
     *
     * @param then runs when the listener has been told of it
     */
    void end(long rows, Runnable then) {
        long bytes = seen;
        callers.execute(() -> {
            tell(rows, bytes);
            then.run();
        });
    }
}
