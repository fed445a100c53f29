package io.pgnative.spring.boot.web;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ReactiveTypeDescriptor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Lets methods of WebFlux controllers return and take a {@link Future}, by registering it with the registry that
 * WebFlux has for itself. The one that is shared by the whole of Spring is left alone.
 *
 * <p>What a future gives is written on a thread of Reactor's, lest a large response keep the connection's event loop
 * from its other statements.
 */
public final class FutureAdapterRegistrar implements BeanPostProcessor {

    /** Makes one. */
    public FutureAdapterRegistrar() {}

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof ReactiveAdapterRegistry registry
                && registry != ReactiveAdapterRegistry.getSharedInstance()) {
            registry.registerReactiveType(
                    ReactiveTypeDescriptor.nonDeferredAsyncValue(Future.class, Future::succeededFuture),
                    FutureAdapterRegistrar::toPublisher,
                    FutureAdapterRegistrar::fromPublisher);
        }
        return bean;
    }

    private static Publisher<?> toPublisher(@Nullable Object source) {
        if (!(source instanceof Future<?> future)) {
            return Mono.empty();
        }
        return Mono.create(sink -> future.onComplete((value, failure) -> {
                    if (failure == null) {
                        sink.success(value);
                    } else {
                        sink.error(failure);
                    }
                }))
                .publishOn(Schedulers.parallel());
    }

    private static Object fromPublisher(Publisher<?> publisher) {
        return Future.fromCompletionStage(Mono.from(publisher).toFuture());
    }
}
