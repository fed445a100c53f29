package io.pgnative.spring.boot.web;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.support.AsyncHandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Lets methods of Spring MVC controllers return a {@link Future}: the response is made, on a thread of the web server,
 * of what the future gives, as if the method had returned that; of its failure, as if the method had thrown it.
 */
public final class FutureReturnValueHandler implements AsyncHandlerMethodReturnValueHandler {

    /** Makes one, to be added by a {@code WebMvcConfigurer}. */
    public FutureReturnValueHandler() {}

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        return Future.class.isAssignableFrom(returnType.getParameterType());
    }

    @Override
    public boolean isAsyncReturnValue(@Nullable Object returnValue, MethodParameter returnType) {
        return returnValue instanceof Future;
    }

    @Override
    public void handleReturnValue(
            @Nullable Object returnValue,
            MethodParameter returnType,
            ModelAndViewContainer mavContainer,
            NativeWebRequest webRequest)
            throws Exception {
        if (!(returnValue instanceof Future<?> future)) {
            mavContainer.setRequestHandled(true);
            return;
        }
        DeferredResult<Object> result = new DeferredResult<>();
        WebAsyncUtils.getAsyncManager(webRequest).startDeferredResultProcessing(result, mavContainer);
        future.onComplete((value, failure) -> {
            if (failure == null) {
                result.setResult(value);
            } else {
                result.setErrorResult(failure);
            }
        });
    }
}
