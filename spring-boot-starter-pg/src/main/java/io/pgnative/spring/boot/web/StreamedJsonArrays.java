package io.pgnative.spring.boot.web;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitterReturnValueHandler;

/**
 * Has Spring MVC write a stream ({@code Flux}, {@code Flow.Publisher} and whatever else Spring takes for one) as a JSON
 * array element by element, as it is read, as WebFlux does. Spring MVC itself collects all elements first.
 *
 * <p>Elements are written on the executor that Spring MVC is configured to use for asynchronous requests. A response
 * has no time limit but the one that is configured for asynchronous requests, as with the other forms of streams.
 */
public final class StreamedJsonArrays implements BeanPostProcessor {

    private final ApplicationContext context;

    /**
     * Makes one.
     *
     * @param context that of the controllers
     */
    public StreamedJsonArrays(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof RequestMappingHandlerAdapter adapter) {
            List<HandlerMethodReturnValueHandler> handlers = adapter.getReturnValueHandlers();
            if (handlers != null) {
                handlers.stream()
                        .filter(ResponseBodyEmitterReturnValueHandler.class::isInstance)
                        .findFirst()
                        .ifPresent(streams -> adapter.setReturnValueHandlers(preceded(adapter, handlers, streams)));
            }
        }
        return bean;
    }

    private List<HandlerMethodReturnValueHandler> preceded(
            RequestMappingHandlerAdapter adapter,
            List<HandlerMethodReturnValueHandler> handlers,
            HandlerMethodReturnValueHandler streams) {
        List<HandlerMethodReturnValueHandler> all = new ArrayList<>();
        all.add(new JsonArrayReturnValueHandler(
                streams,
                adapter.getReactiveAdapterRegistry(),
                new ElementFormats(
                        context,
                        adapter.getMessageConverters(),
                        context.getBeanProvider(ContentNegotiationManager.class)
                                .getIfUnique(ContentNegotiationManager::new)),
                asyncSupport()));
        all.addAll(handlers);
        return all;
    }

    private AsyncSupport asyncSupport() {
        AsyncSupport support = new AsyncSupport();
        context.getBeanProvider(WebMvcConfigurer.class)
                .orderedStream()
                .forEach(configurer -> configurer.configureAsyncSupport(support));
        return support;
    }

    /** What the application has configured for asynchronous requests, which Spring MVC itself tells nobody. */
    static final class AsyncSupport extends AsyncSupportConfigurer {

        private static final long UNLIMITED = -1;

        /** What Spring MVC does without an executor, too. */
        private final AsyncTaskExecutor fallback = new SimpleAsyncTaskExecutor("pgnative-web-");

        AsyncTaskExecutor executor() {
            AsyncTaskExecutor configured = getTaskExecutor();
            return configured == null ? fallback : configured;
        }

        /** In milliseconds. */
        long timeout() {
            Long configured = getTimeout();
            return configured == null ? UNLIMITED : configured;
        }
    }
}
