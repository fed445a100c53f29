package io.pgnative.client.face;

import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * A publisher whose failures are mapped at the {@link Edge} of a client.
 *
 * @param source the publisher
 * @param verbs maps
 * @param <T> what it gives
 */
record MappedFailures<T>(Flow.Publisher<T> source, Verbs verbs) implements Flow.Publisher<T> {

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        source.subscribe(new Mapping<>(Objects.requireNonNull(subscriber, "subscriber must not be null"), verbs));
    }

    private record Mapping<T>(Flow.Subscriber<? super T> subscriber, Verbs verbs) implements Flow.Subscriber<T> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(T item) {
            subscriber.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
            subscriber.onError(verbs.failure(failure));
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
