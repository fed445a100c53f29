package io.pgnative.boot.web;

import com.fasterxml.jackson.annotation.JsonView;
import io.pgnative.client.ReactivePgClient;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import reactor.core.publisher.Flux;

/** Streams of which Spring MVC writes something else than an array of all that their elements have. */
@RestController
class AdvisedController {

    /** What is shown of an element. */
    interface Brief {}

    record Entry(@JsonView(Brief.class) long id, String title) {}

    private final ReactivePgClient reactive;

    AdvisedController(ReactivePgClient reactive) {
        this.reactive = reactive;
    }

    @GetMapping("/advised/wrapped")
    Flux<Book> wrapped() {
        return reactive.stream(Book.class, BookController.BOOK);
    }

    @JsonView(Brief.class)
    @GetMapping("/advised/brief")
    Flux<Entry> brief() {
        return reactive.stream(Entry.class, BookController.BOOK);
    }

    /** Puts the array into an object. */
    @ControllerAdvice(assignableTypes = AdvisedController.class)
    static class Wrapping implements ResponseBodyAdvice<Object> {

        @Override
        public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
            Method method = returnType.getMethod();
            return method != null && method.getName().equals("wrapped");
        }

        @Override
        public @Nullable Object beforeBodyWrite(
                @Nullable Object body,
                MethodParameter returnType,
                MediaType selectedContentType,
                Class<? extends HttpMessageConverter<?>> selectedConverterType,
                ServerHttpRequest request,
                ServerHttpResponse response) {
            return body == null ? null : Map.of("books", body);
        }
    }
}
