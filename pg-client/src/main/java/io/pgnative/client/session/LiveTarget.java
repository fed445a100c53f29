package io.pgnative.client.session;

import io.pgnative.client.PgConfigurationException;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgTarget;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has each connection opened where its client says at that time. What was learnt of the types and statements of one
 * database is not taken for true in another one. Thread-safe.
 */
final class LiveTarget {

    private final Admission.Ground first;
    private final Supplier<PgTarget> target;
    private @Nullable Known known;

    /** What connections to a target share. */
    private record Known(PgTarget target, Admission.Ground ground) {}

    /**
     * Makes one.
     *
     * @param first what all connections share, wherever they go
     * @param target asked for each connection
     */
    LiveTarget(Admission.Ground first, Supplier<PgTarget> target) {
        this.first = first;
        this.target = target;
    }

    /** What a connection that is opened now is to use; fails with a PgException. On a worker thread. */
    Future<Admission.Ground> ground(ContextInternal context) {
        return context.executeBlockingInternal(
                        () -> of(Objects.requireNonNull(target.get(), "the supplier of the target has given null")))
                .recover(cause -> Future.failedFuture(
                        cause instanceof PgConfigurationException
                                ? cause
                                : new PgConnectException("the supplier of the target has failed", cause)));
    }

    private synchronized Admission.Ground of(PgTarget now) {
        Known last = known;
        if (last == null || !last.target().equals(now)) {
            last = new Known(now, first.at(now));
            known = last;
        }
        return last.ground();
    }
}
