package io.pgnative.spring.boot.listen;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.springframework.util.ClassUtils;

/** When what a method has returned is over. */
final class Completion {

    static final String EXPECTED =
            "a CompletionStage, an io.vertx.core.Future, a Flow.Publisher or a Publisher such as Mono";

    private static final boolean REACTIVE_STREAMS =
            ClassUtils.isPresent("org.reactivestreams.Publisher", Completion.class.getClassLoader());

    private static final CompletableFuture<?> OVER = CompletableFuture.completedFuture(null);

    private final Function<Object, CompletableFuture<?>> end;

    private Completion(Function<Object, CompletableFuture<?>> end) {
        this.end = end;
    }

    /** That of a declared type; null for one that nothing is known of. */
    static @Nullable Completion of(Class<?> declared) {
        if (declared == void.class || declared == Void.class) {
            return new Completion(value -> OVER);
        }
        if (CompletionStage.class.isAssignableFrom(declared)) {
            return new Completion(value -> ((CompletionStage<?>) value).toCompletableFuture());
        }
        if (Future.class.isAssignableFrom(declared)) {
            return new Completion(
                    value -> ((Future<?>) value).toCompletionStage().toCompletableFuture());
        }
        if (Flow.Publisher.class.isAssignableFrom(declared)) {
            return new Completion(value -> FlowEnd.of((Flow.Publisher<?>) value));
        }
        if (REACTIVE_STREAMS && ReactiveStreams.isPublisher(declared)) {
            return new Completion(value -> FlowEnd.of(ReactiveStreams.flow(value)));
        }
        return null;
    }

    /** The end of one result. */
    CompletableFuture<?> of(@Nullable Object result) {
        return result == null ? OVER : end.apply(result);
    }

    /** Loaded where Reactive Streams is present. */
    private static final class ReactiveStreams {

        static boolean isPublisher(Class<?> type) {
            return Publisher.class.isAssignableFrom(type);
        }

        static Flow.Publisher<?> flow(Object publisher) {
            return FlowAdapters.toFlowPublisher((Publisher<?>) publisher);
        }
    }

    /** Takes all that a publisher has, for its end. */
    private static final class FlowEnd extends CompletableFuture<Void> implements Flow.Subscriber<Object> {

        static FlowEnd of(Flow.Publisher<?> publisher) {
            FlowEnd end = new FlowEnd();
            publisher.subscribe(end);
            return end;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
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
}
