package io.pgnative.client.pool;

import io.pgnative.client.PgMisuseException;
import io.vertx.core.Promise;

/** A pool that takes no calls, for good or for a while, and the waiting for its last connection to go. */
final class Stop {

    private final boolean isFinal;
    private final Promise<Void> done = Promise.promise();

    Stop(boolean isFinal) {
        this.isFinal = isFinal;
    }

    boolean isFinal() {
        return isFinal;
    }

    Promise<Void> done() {
        return done;
    }

    boolean isDone() {
        return done.future().isComplete();
    }

    PgMisuseException refusal() {
        return new PgMisuseException(
                isFinal ? "the client is closed" : "the client is suspended and takes no calls until it is resumed");
    }
}
