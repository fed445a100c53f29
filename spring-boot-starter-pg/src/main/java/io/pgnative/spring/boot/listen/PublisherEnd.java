package io.pgnative.spring.boot.listen;

import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Takes all that a publisher has, for its end. Loaded where Reactive Streams is present. */
final class PublisherEnd extends CompletableFuture<Void> implements Subscriber<Object> {

    private PublisherEnd() {}

    static boolean isPublisher(Class<?> type) {
        return Publisher.class.isAssignableFrom(type);
    }

    static CompletableFuture<?> of(Object publisher) {
        PublisherEnd end = new PublisherEnd();
        ((Publisher<?>) publisher).subscribe(end);
        return end;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Object item) {}

    @Override
    public void onError(Throwable failure) {
        completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        complete(null);
    }
}
