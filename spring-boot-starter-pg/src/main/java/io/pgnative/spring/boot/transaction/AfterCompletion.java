package io.pgnative.spring.boot.transaction;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;

/**
 * Does something when the subscriber has been told of the end and has done at once what it does then. Who cancels
 * between two steps of a chain is neither told of the second one, nor is the first, which is over, told of the
 * cancellation: what the first has made would be nobody's.
 */
final class AfterCompletion extends MonoOperator<Void, Void> {

    private final Runnable then;

    /**
     * Makes one.
     *
     * @param source what completes
     * @param then called on the thread of the completion, after the subscriber
     */
    AfterCompletion(Mono<Void> source, Runnable then) {
        super(source);
        this.then = then;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
        source.subscribe(new Between(actual, then));
    }

    private record Between(CoreSubscriber<? super Void> actual, Runnable then) implements CoreSubscriber<Void> {

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            actual.onSubscribe(subscription);
        }

        @Override
        public void onNext(@Nullable Void nothing) {}

        @Override
        public void onError(Throwable failure) {
            actual.onError(failure);
        }

        @Override
        public void onComplete() {
            try {
                actual.onComplete();
            } finally {
                then.run();
            }
        }
    }
}
