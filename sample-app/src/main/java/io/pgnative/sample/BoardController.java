package io.pgnative.sample;

import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** What the web page shows besides the orders. */
@RestController
@RequestMapping("/api")
class BoardController {

    private final PgClient client;
    private final ReactivePgClient pg;

    BoardController(PgClient client, ReactivePgClient pg) {
        this.client = client;
        this.pg = pg;
    }

    @GetMapping("/customers")
    Flux<Customer> customers() {
        return pg.fetch(Customer.class, "select id, name, city from customer order by name, id");
    }

    @GetMapping("/products")
    Flux<Product> products() {
        return pg.fetch(Product.class, "select sku, name, price, on_hand from product order by sku");
    }

    @GetMapping("/pool")
    PoolFigures pool() {
        return PoolFigures.of(client.statistics());
    }
}
