package io.pgnative.boot.web;

import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import java.util.concurrent.Flow;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Rows as they are demanded, in the three forms that a response may have. */
@RestController
class StreamController {

    private static final String LINES =
            "select n as id, rpad('line ' || n, 100, '.') as title from generate_series(1, $1) n";

    private final PgClient pg;
    private final ReactivePgClient reactive;

    StreamController(PgClient pg, ReactivePgClient reactive) {
        this.pg = pg;
        this.reactive = reactive;
    }

    @GetMapping(
            path = "/stream/flux",
            produces = {
                MediaType.APPLICATION_JSON_VALUE,
                MediaType.APPLICATION_NDJSON_VALUE,
                MediaType.TEXT_EVENT_STREAM_VALUE
            })
    Flux<Book> flux(@RequestParam int lines) {
        return reactive.stream(Book.class, LINES, lines);
    }

    @GetMapping(
            path = "/stream/flow",
            produces = {
                MediaType.APPLICATION_JSON_VALUE,
                MediaType.APPLICATION_NDJSON_VALUE,
                MediaType.TEXT_EVENT_STREAM_VALUE
            })
    Flow.Publisher<Row> flow(@RequestParam int lines) {
        return pg.stream(LINES, lines);
    }
}
