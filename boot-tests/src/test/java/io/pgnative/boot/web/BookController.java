package io.pgnative.boot.web;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Single answers. */
@RestController
class BookController {

    static final String BOOK = "select 7::int8 id, 'Lavinia' title";
    static final String NONE = "select 7::int8 id, 'Lavinia' title where false";
    static final String WRONG = "select 1/0 as id, 'Lavinia' title";

    static final String EVERYTHING = "select 1::int2 a, 2.50::numeric b, 'NaN'::numeric c, 'x' d, null::text e, true f,"
            + " '2026-01-02'::date g, '2026-01-02 03:04:05.678+00'::timestamptz h, 'infinity'::timestamp i,"
            + " '{\"k\": [1, 2.00]}'::json j, '[null]'::jsonb k, '\\x0102'::bytea l, array[1, null, 3] m,"
            + " '1 mon 2 days'::interval n, '10.0.0.0/8'::inet o, int4range(1, 5) p, row(1, 'two') q,"
            + " '12:34'::time r, 'a1b2c3d4-0000-0000-0000-000000000000'::uuid s, 'same' t, 'last' t, 1.5::float8 u,"
            + " array['{\"k\": 1}']::jsonb[] v";

    private final PgClient pg;
    private final ReactivePgClient reactive;
    private final BlockingPgClient blocking;

    BookController(PgClient pg, ReactivePgClient reactive, BlockingPgClient blocking) {
        this.pg = pg;
        this.reactive = reactive;
        this.blocking = blocking;
    }

    // ---- futures

    @GetMapping("/future/value")
    Future<Book> futureValue() {
        return pg.fetchOne(Book.class, BOOK);
    }

    @GetMapping("/future/list")
    Future<List<Book>> futureList() {
        return pg.fetch(Book.class, BOOK);
    }

    @GetMapping("/future/empty")
    Future<@Nullable Void> futureEmpty() {
        return pg.execute(BOOK).mapEmpty();
    }

    @GetMapping("/future/failed")
    Future<Book> futureFailed() {
        return pg.fetchOne(Book.class, WRONG);
    }

    @GetMapping("/future/response")
    Future<ResponseEntity<Book>> futureResponse() {
        return pg.fetchOne(Book.class, BOOK).map(book -> ResponseEntity.created(URI.create("/books/" + book.id()))
                .body(book));
    }

    // ---- rows

    @GetMapping("/future/row")
    Future<Row> futureRow() {
        return pg.fetchOne(BOOK);
    }

    @GetMapping("/future/rows")
    Future<Rows> futureRows() {
        return pg.fetch("select n, n::text as text from generate_series(1, 2) n");
    }

    @GetMapping("/future/everything")
    Future<Row> everything() {
        return pg.fetchOne(EVERYTHING);
    }

    // ---- what Spring knows by itself

    @GetMapping("/stage/value")
    CompletionStage<Book> stageValue() {
        return futureValue().toCompletionStage();
    }

    @GetMapping("/stage/empty")
    CompletionStage<@Nullable Void> stageEmpty() {
        return futureEmpty().toCompletionStage();
    }

    @GetMapping("/stage/failed")
    CompletionStage<Book> stageFailed() {
        return futureFailed().toCompletionStage();
    }

    @GetMapping("/mono/value")
    Mono<Book> monoValue() {
        return reactive.fetchOne(Book.class, BOOK);
    }

    @GetMapping("/mono/empty")
    Mono<Book> monoEmpty() {
        return reactive.fetchRow(Book.class, NONE);
    }

    @GetMapping("/mono/failed")
    Mono<Book> monoFailed() {
        return reactive.fetchOne(Book.class, WRONG);
    }

    @GetMapping("/flux/value")
    Flux<Book> fluxValue() {
        return reactive.fetch(Book.class, BOOK);
    }

    @GetMapping("/flux/empty")
    Flux<Book> fluxEmpty() {
        return reactive.fetch(Book.class, NONE);
    }

    @GetMapping("/flux/failed")
    Flux<Book> fluxFailed() {
        return reactive.fetch(Book.class, WRONG);
    }

    // ---- threads that wait

    /** The thread, and what it has waited for. */
    record Waited(String thread, List<Book> books) {}

    @GetMapping("/blocking")
    Waited blocking() {
        return new Waited(Thread.currentThread().toString(), blocking.fetch(Book.class, BOOK));
    }
}
