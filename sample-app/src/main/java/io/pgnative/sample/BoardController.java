package io.pgnative.sample;

import io.pgnative.client.PgClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** What the web page shows besides the orders. */
@RestController
@RequestMapping("/api")
class BoardController {

    private final PgClient client;
    private final BoardQueries queries;

    BoardController(PgClient client, BoardQueries queries) {
        this.client = client;
        this.queries = queries;
    }

    @GetMapping("/customers")
    Flux<Customer> customers() {
        return queries.customers();
    }

    @GetMapping("/products")
    Flux<Product> products() {
        return queries.products();
    }

    @GetMapping("/pool")
    PoolFigures pool() {
        return PoolFigures.of(client.statistics());
    }
}
