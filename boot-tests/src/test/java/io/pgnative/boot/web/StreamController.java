package io.pgnative.boot.web;

import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import java.util.concurrent.Flow;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rows as they are demanded, in the forms that a response may have. */
@RestController
class StreamController {

    private static final String LINES =
            "select n as id, rpad('line ' || n, 100, '.') as title from generate_series(1, $1) n";

    /** As the type json keeps them, over several lines, alone and inside of others. */
    private static final String DOCUMENTS = "select n, e'{\\n\"k\":\\r\\n[2.00,\\r\"a\\\\nb\"]}'::json as document,"
            + " array[e'[\\n1]']::json[] as several, row(e'{\\n\"k\":1}'::json) as part from generate_series(1, 2) n";

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

    @GetMapping(
            path = "/stream/documents",
            produces = {
                MediaType.APPLICATION_JSON_VALUE,
                MediaType.APPLICATION_NDJSON_VALUE,
                MediaType.TEXT_EVENT_STREAM_VALUE
            })
    Flux<Row> documents() {
        return reactive.stream(DOCUMENTS);
    }

    // ---- without a form of their own

    @GetMapping("/plain/none")
    Flux<Book> none() {
        return reactive.stream(Book.class, LINES, 0);
    }

    /** Fails at one of its lines. */
    @GetMapping("/plain/failing")
    Flux<Book> failing(@RequestParam int line) {
        return reactive.stream(
                Book.class,
                "select n / least(1, abs(n - $1)) as id, rpad('line ' || n, 100, '.') as title"
                        + " from generate_series(1, 100000) n",
                line);
    }

    /** Waits behind so many lines until it is cancelled. */
    @GetMapping("/plain/waiting")
    Flux<Book> waiting(@RequestParam int lines) {
        return reactive.stream(
                Book.class,
                "select n as id, rpad('line ' || n, 100, '.') as title from generate_series(1, $1) n union all"
                        + " select 0, pg_sleep(600)::text",
                lines);
    }

    @GetMapping("/plain/entity")
    ResponseEntity<Flux<Book>> entity(@RequestParam int lines) {
        return ResponseEntity.accepted()
                .header("X-Lines", String.valueOf(lines))
                .body(reactive.stream(Book.class, LINES, lines));
    }

    @GetMapping("/plain/text")
    Flux<String> text() {
        return reactive.stream(String.class, "select 'line ' || n from generate_series(1, 2) n");
    }

    @GetMapping("/plain/sleep")
    Mono<String> sleep() {
        return reactive.fetchOne(String.class, "select pg_sleep(600)::text");
    }
}
