package io.pgnative.client.face;

import io.pgnative.client.PgException;
import io.pgnative.client.ReactivePgTransaction;
import io.pgnative.client.ReactivePgTransactionScope;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** The {@link Edge} for Reactor's subscribers. */
final class ReactiveEdge {

    private ReactiveEdge() {}

    /** The transaction that surrounds a subscriber. */
    static @Nullable Transaction transaction(@Nullable Edge edge, ContextView context) {
        if (edge == null || !(edge.scope() instanceof ReactivePgTransactionScope scope)) {
            return null;
        }
        ReactivePgTransaction surrounding = scope.ofContext(context);
        return surrounding == null ? null : Edge.transaction(surrounding);
    }

    /** Where the calls of a subscriber run. */
    static Verbs verbs(Verbs verbs, ContextView context) {
        Edge edge = verbs.edge();
        return edge == null ? verbs : edge.settle(verbs, transaction(edge, context));
    }

    /** Maps failures at the edge. */
    static <T> Mono<T> failures(Verbs verbs, Mono<T> mono) {
        Edge edge = verbs.edge();
        return edge == null || !edge.mapsFailures() ? mono : mono.onErrorMap(PgException.class, edge::failure);
    }
}
