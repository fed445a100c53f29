package io.pgnative.boot.web;

import io.pgnative.client.PgException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What the exceptions of the client become. */
@RestControllerAdvice
class Failures {

    @ExceptionHandler(PgException.class)
    ResponseEntity<Map<String, String>> failed(PgException failure) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .body(Map.of(
                        "kind", failure.getClass().getSimpleName(),
                        "state", String.valueOf(failure.sqlState()),
                        "message", String.valueOf(failure.getMessage())));
    }
}
