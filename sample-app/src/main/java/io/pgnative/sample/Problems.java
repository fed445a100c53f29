package io.pgnative.sample;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What callers are told when a request cannot be served: problem details (RFC 9457). */
final class Problems {

    private Problems() {}

    /**
     * Something that is wrong with one part of the input.
     *
     * @param field where, such as {@code lines[1].sku}
     * @param message what was expected
     */
    record FieldError(String field, String message) {}

    static ErrorResponseException noSuchOrder(long id) {
        return problem(HttpStatus.NOT_FOUND, "Order " + id + " does not exist.");
    }

    static ErrorResponseException conflict(String detail) {
        return problem(HttpStatus.CONFLICT, detail);
    }

    static ErrorResponseException invalid(String field, String message) {
        List<FieldError> errors = List.of(new FieldError(field, message));
        return new ErrorResponseException(HttpStatus.BAD_REQUEST, invalid(errors), null);
    }

    static ProblemDetail invalid(List<FieldError> errors) {
        String detail = errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .sorted()
                .reduce((left, right) -> left + "; " + right)
                .orElse("The request is not valid.");
        ProblemDetail body = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
        body.setProperty("errors", errors);
        return body;
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
