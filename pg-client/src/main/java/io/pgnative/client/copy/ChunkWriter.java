package io.pgnative.client.copy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one piece after the other, asking for the next when one is written. */
abstract class ChunkWriter implements Flow.Subscriber<ByteBuffer> {

    private static final Logger log = LoggerFactory.getLogger(ChunkWriter.class);

    private final Promise<Void> written = Promise.promise();
    private Flow.@Nullable Subscription subscription;

    /** Nothing is finished before: the end of the data may be told while their last piece is being written. */
    private Future<Void> lastWrite = Future.succeededFuture();

    /** Writes a piece. */
    abstract Future<Void> write(ByteBuffer piece);

    /** Is done with what it writes to; the future fails if something of it may not be there. */
    abstract Future<Void> finish(boolean isComplete);

    /** Done when all is written. */
    final Future<Void> written() {
        return written.future();
    }

    @Override
    public final void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(1);
    }

    @Override
    public final void onNext(ByteBuffer piece) {
        Flow.Subscription current = subscription;
        if (current == null) {
            throw new IllegalStateException("not subscribed");
        }
        Future<Void> done;
        try {
            done = write(piece);
        } catch (RuntimeException e) {
            done = Future.failedFuture(e);
        }
        lastWrite = done;
        done.onComplete((nothing, failure) -> {
            if (failure == null) {
                current.request(1);
            } else {
                written.tryFail(failure);
                current.cancel();
                abort();
            }
        });
    }

    @Override
    public final void onError(Throwable reason) {
        written.tryFail(reason);
        lastWrite.onSuccess(done -> abort());
    }

    /** The copy has failed before, which its caller is told. */
    private void abort() {
        finish(false).onFailure(e -> log.warn("What a COPY that failed was written to could not be closed", e));
    }

    @Override
    public final void onComplete() {
        lastWrite.onSuccess(done -> finish(true).onSuccess(written::tryComplete).onFailure(written::tryFail));
    }
}
