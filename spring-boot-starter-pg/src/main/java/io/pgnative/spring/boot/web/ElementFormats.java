package io.pgnative.spring.boot.web;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.converter.GenericHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.SmartHttpMessageConverter;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.ControllerAdviceBean;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Finds out whether a stream is to be a JSON array, and what writes its elements. */
final class ElementFormats {

    /** By name, since a mapper other than Jackson may write JSON. */
    private static final String JSON_VIEW = "com.fasterxml.jackson.annotation.JsonView";

    /** Elements that have a form of their own, whatever is accepted. */
    private static final List<Class<?>> OTHERS = List.of(CharSequence.class, ModelAndView.class, ServerSentEvent.class);

    private final List<HttpMessageConverter<?>> converters;
    private final ContentNegotiationManager negotiation;
    private final List<ControllerAdviceBean> advice;

    ElementFormats(
            ApplicationContext context,
            List<HttpMessageConverter<?>> converters,
            ContentNegotiationManager negotiation) {
        this.converters = converters;
        this.negotiation = negotiation;
        this.advice = ControllerAdviceBean.findAnnotatedBeans(context).stream()
                .filter(bean ->
                        bean.getBeanType() != null && ResponseBodyAdvice.class.isAssignableFrom(bean.getBeanType()))
                .toList();
    }

    /**
     * What writes the elements of a JSON array; {@code null} if the response is to have another form, or is one that
     * the application changes as a whole, for which all elements are needed at once.
     */
    @Nullable ElementFormat find(
            ResolvableType elements, MethodParameter returnType, @Nullable MediaType declared, NativeWebRequest request)
            throws HttpMediaTypeNotAcceptableException {
        Class<?> type = elements.toClass();
        if (OTHERS.stream().anyMatch(other -> other.isAssignableFrom(type)) || hasJsonView(returnType)) {
            return null;
        }
        ResolvableType array = ResolvableType.forClassWithGenerics(List.class, elements);
        MediaType mediaType = declared == null ? negotiated(array, request) : declared;
        if (mediaType == null || !isJson(mediaType)) {
            return null;
        }
        for (HttpMessageConverter<?> converter : converters) {
            if (canWrite(converter, array, ArrayList.class, mediaType)) {
                return canWrite(converter, elements, type, mediaType) && !isAdvised(returnType, converter)
                        ? new ElementFormat(converter, elements, mediaType)
                        : null;
            }
        }
        return null;
    }

    /** In an encoding that has brackets and commas in one byte each. */
    private static boolean isJson(MediaType type) {
        Charset charset = type.getCharset();
        return (MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type) || "json".equals(type.getSubtypeSuffix()))
                && (charset == null || charset.equals(StandardCharsets.UTF_8));
    }

    private static boolean isStreaming(MediaType type) {
        return MediaType.TEXT_EVENT_STREAM.includes(type) || type.getSubtype().endsWith("x-ndjson");
    }

    /** As for a list, unless one of the forms of streams is meant. */
    private @Nullable MediaType negotiated(ResolvableType array, NativeWebRequest request)
            throws HttpMediaTypeNotAcceptableException {
        List<MediaType> accepted = negotiation.resolveMediaTypes(request);
        Collection<MediaType> mapped = mapped(request);
        if ((mapped.isEmpty() ? accepted : mapped).stream().anyMatch(ElementFormats::isStreaming)) {
            return null;
        }
        Collection<MediaType> produced = mapped.isEmpty() ? producible(array) : mapped;
        List<MediaType> common = new ArrayList<>();
        for (MediaType wanted : accepted) {
            for (MediaType offered : produced) {
                if (wanted.isCompatibleWith(offered)) {
                    MediaType weighted = offered.copyQualityValue(wanted);
                    common.add(wanted.isLessSpecific(weighted) ? weighted : wanted);
                }
            }
        }
        MimeTypeUtils.sortBySpecificity(common);
        return common.stream()
                .filter(MediaType::isConcrete)
                .findFirst()
                .map(MediaType::removeQualityValue)
                .orElse(null);
    }

    @SuppressWarnings("unchecked") // what the attribute is for
    private static Collection<MediaType> mapped(NativeWebRequest request) {
        Object types =
                request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        return types == null ? List.of() : (Collection<MediaType>) types;
    }

    private Set<MediaType> producible(ResolvableType array) {
        Set<MediaType> types = new LinkedHashSet<>();
        for (HttpMessageConverter<?> converter : converters) {
            if (canWrite(converter, array, ArrayList.class, null)) {
                types.addAll(converter.getSupportedMediaTypes(ArrayList.class));
            }
        }
        return types;
    }

    private boolean isAdvised(MethodParameter returnType, HttpMessageConverter<?> converter) {
        @SuppressWarnings("unchecked") // of a converter
        Class<? extends HttpMessageConverter<?>> type = (Class<? extends HttpMessageConverter<?>>) converter.getClass();
        return advice.stream()
                .filter(bean -> bean.isApplicableToBeanType(returnType.getContainingClass()))
                .anyMatch(bean -> ((ResponseBodyAdvice<?>) bean.resolveBean()).supports(returnType, type));
    }

    private static boolean hasJsonView(MethodParameter returnType) {
        return Arrays.stream(returnType.getMethodAnnotations())
                .anyMatch(annotation -> annotation.annotationType().getName().equals(JSON_VIEW));
    }

    private static boolean canWrite(
            HttpMessageConverter<?> converter,
            ResolvableType type,
            Class<?> valueClass,
            @Nullable MediaType mediaType) {
        if (converter instanceof SmartHttpMessageConverter<?> smart) {
            return smart.canWrite(type, valueClass, mediaType);
        }
        if (converter instanceof GenericHttpMessageConverter<?> generic) {
            return generic.canWrite(type.getType(), valueClass, mediaType);
        }
        return converter.canWrite(valueClass, mediaType);
    }

    /** What writes elements. */
    record ElementFormat(HttpMessageConverter<?> converter, ResolvableType elements, MediaType mediaType) {

        @SuppressWarnings("unchecked") // the converter was asked
        void write(Object element, HttpOutputMessage output) throws IOException {
            if (converter instanceof SmartHttpMessageConverter<?> smart) {
                ((SmartHttpMessageConverter<Object>) smart).write(element, elements, mediaType, output, Map.of());
            } else if (converter instanceof GenericHttpMessageConverter<?> generic) {
                ((GenericHttpMessageConverter<Object>) generic).write(element, elements.getType(), mediaType, output);
            } else {
                ((HttpMessageConverter<Object>) converter).write(element, mediaType, output);
            }
        }
    }
}
