package io.pgnative.client.testing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * One call after the other. A chain of futures would be as deep as there are rounds, and end them all on one stack when
 * the last is done.
 */
public final class Rounds {

    private Rounds() {}

    /**
     * Makes calls, each when the last has succeeded.
     *
     * @param rounds how many
     * @param call makes one
     * @return done with the last, or failed with the first that fails
     */
    public static Future<Void> of(int rounds, Supplier<? extends Future<?>> call) {
        Promise<Void> done = Promise.promise();
        next(rounds, call, done);
        return done.future();
    }

    private static void next(int left, Supplier<? extends Future<?>> call, Promise<Void> done) {
        if (left == 0) {
            done.complete();
            return;
        }
        call.get().onSuccess(ended -> next(left - 1, call, done)).onFailure(done::fail);
    }
}
