package io.pgnative.spring.boot.web;

import io.pgnative.spring.boot.web.ElementFormats.ElementFormat;
import io.pgnative.spring.boot.web.StreamedJsonArrays.AsyncSupport;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.Assert;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.View;
import reactor.core.publisher.Flux;

/** Writes streams that are to be JSON arrays; leaves to Spring what is to have another form. */
final class JsonArrayReturnValueHandler implements HandlerMethodReturnValueHandler {

    private final HandlerMethodReturnValueHandler spring;
    private final ReactiveAdapterRegistry streams;
    private final ElementFormats formats;
    private final AsyncSupport async;

    JsonArrayReturnValueHandler(
            HandlerMethodReturnValueHandler spring,
            ReactiveAdapterRegistry streams,
            ElementFormats formats,
            AsyncSupport async) {
        this.spring = spring;
        this.streams = streams;
        this.formats = formats;
        this.async = async;
    }

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        Class<?> type = returnType.getParameterType();
        if (type == End.class) {
            return true;
        }
        Class<?> body = ResponseEntity.class.isAssignableFrom(type)
                ? ResolvableType.forMethodParameter(returnType).getGeneric().toClass()
                : type;
        return isStream(body) && spring.supportsReturnType(returnType);
    }

    private boolean isStream(Class<?> type) {
        ReactiveAdapter adapter = streams.getAdapter(type);
        return adapter != null && adapter.isMultiValue();
    }

    @Override
    public void handleReturnValue(
            @Nullable Object returnValue,
            MethodParameter returnType,
            ModelAndViewContainer mavContainer,
            NativeWebRequest webRequest)
            throws Exception {
        if (returnValue instanceof End end) {
            end.conclude(mavContainer);
            return;
        }
        ResponseEntity<?> entity = returnValue instanceof ResponseEntity<?> response ? response : null;
        Object body = entity == null ? returnValue : entity.getBody();
        ReactiveAdapter adapter = body == null ? null : streams.getAdapter(body.getClass());
        if (body == null || adapter == null || !adapter.isMultiValue()) {
            spring.handleReturnValue(returnValue, returnType, mavContainer, webRequest);
            return;
        }
        ResolvableType stream = ResolvableType.forMethodParameter(returnType);
        MediaType declared = entity == null ? null : entity.getHeaders().getContentType();
        ElementFormat format = formats.find(
                (entity == null ? stream : stream.getGeneric()).getGeneric(), returnType, declared, webRequest);
        if (format == null) {
            spring.handleReturnValue(returnValue, returnType, mavContainer, webRequest);
            return;
        }
        HttpServletResponse response = webRequest.getNativeResponse(HttpServletResponse.class);
        Assert.state(response != null, "There is no HttpServletResponse");
        ServletRequest request = webRequest.getNativeRequest(ServletRequest.class);
        if (request != null) {
            ShallowEtagHeaderFilter.disableContentCaching(request);
        }
        DeferredResult<Object> result = new DeferredResult<>(async.timeout());
        JsonArrayWriter writer =
                new JsonArrayWriter(new JsonArrayBody(response, entity, format), async.executor(), result);
        WebAsyncUtils.getAsyncManager(webRequest).startDeferredResultProcessing(result, mavContainer);
        // With what belongs to the request's thread, such as the observation that is the parent of the statement's.
        Flux.from(adapter.toPublisher(body)).contextCapture().subscribe(writer);
    }

    /** How a response ended: well, or in the middle of its array. */
    record End(@Nullable Throwable failure) {

        private void conclude(ModelAndViewContainer mavContainer) {
            Throwable cause = failure;
            if (cause == null) {
                mavContainer.setRequestHandled(true);
                return;
            }
            // What a view fails with is not handed to the exception handlers, which would add an answer of their own
            // to what was sent and let the response end as if it were whole. The server breaks the connection.
            mavContainer.setView((View) (model, request, response) -> {
                throw new ServletException("The stream has failed when a part of its JSON array was sent", cause);
            });
        }
    }
}
