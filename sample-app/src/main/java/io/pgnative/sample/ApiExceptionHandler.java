package io.pgnative.sample;

import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.sample.Problems.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** Turns failures into problem details that name the field at fault. */
@RestControllerAdvice
class ApiExceptionHandler extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ApiExceptionHandler.class);

    /** The database cannot be asked now; the statement may be at fault in no other {@link PgException}. */
    @ExceptionHandler({
        PgAcquireTimeoutException.class,
        PgConnectException.class,
        PgConnectionLostException.class,
        PgTimeoutException.class
    })
    ProblemDetail databaseUnavailable(PgException failure) {
        LOG.warn("The database cannot be reached or is overloaded: {}", failure.getMessage());
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The database cannot answer now. Try again later.");
    }

    @Override
    protected Mono<ResponseEntity<Object>> handleWebExchangeBindException(
            WebExchangeBindException failure, HttpHeaders headers, HttpStatusCode status, ServerWebExchange exchange) {
        return invalid(failure, fieldErrors(failure.getAllErrors()), headers, status, exchange);
    }

    @Override
    protected Mono<ResponseEntity<Object>> handleHandlerMethodValidationException(
            HandlerMethodValidationException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            ServerWebExchange exchange) {
        List<FieldError> errors = new ArrayList<>();
        for (ParameterValidationResult result : failure.getParameterValidationResults()) {
            if (result instanceof ParameterErrors body) {
                errors.addAll(fieldErrors(body.getAllErrors()));
            } else {
                String name = nameOf(result.getMethodParameter());
                result.getResolvableErrors()
                        .forEach(error -> errors.add(new FieldError(name, text(error.getDefaultMessage()))));
            }
        }
        return invalid(failure, errors, headers, status, exchange);
    }

    @Override
    protected Mono<ResponseEntity<Object>> handleServerWebInputException(
            ServerWebInputException failure, HttpHeaders headers, HttpStatusCode status, ServerWebExchange exchange) {
        MethodParameter parameter = failure.getMethodParameter();
        String field = parameter == null ? "request" : nameOf(parameter);
        String message = "cannot be read as "
                + (parameter == null ? "expected" : parameter.getParameterType().getSimpleName());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException json) {
                field = json.getPath().isEmpty() ? "body" : path(json.getPath());
                message = json.getPath().isEmpty() ? "is not the JSON of an order" : "has a value of the wrong type";
                break;
            }
        }
        return invalid(failure, List.of(new FieldError(field, message)), headers, status, exchange);
    }

    private Mono<ResponseEntity<Object>> invalid(
            Exception failure,
            List<FieldError> errors,
            HttpHeaders headers,
            HttpStatusCode status,
            ServerWebExchange exchange) {
        return handleExceptionInternal(failure, Problems.invalid(errors), headers, status, exchange);
    }

    private static List<FieldError> fieldErrors(List<ObjectError> errors) {
        return errors.stream()
                .map(error -> new FieldError(
                        error instanceof org.springframework.validation.FieldError inField
                                ? inField.getField()
                                : error.getObjectName(),
                        text(error.getDefaultMessage())))
                .toList();
    }

    private static String nameOf(MethodParameter parameter) {
        String name = parameter.getParameterName();
        return name == null ? "argument " + (parameter.getParameterIndex() + 1) : name;
    }

    private static String text(@Nullable String message) {
        return message == null ? "is not valid" : message;
    }

    private static String path(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references) {
            String property = reference.getPropertyName();
            if (property == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(property);
            }
        }
        return path.toString();
    }
}
