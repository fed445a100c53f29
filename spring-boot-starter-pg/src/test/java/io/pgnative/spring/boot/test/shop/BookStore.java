package io.pgnative.spring.boot.test.shop;

import io.pgnative.client.BlockingPgClient;
import org.springframework.stereotype.Repository;

@Repository
class BookStore {

    private final BlockingPgClient pg;

    BookStore(BlockingPgClient pg) {
        this.pg = pg;
    }

    void shelve(String title) {
        pg.execute("select shelve($1)", title);
    }

    long count() {
        return pg.fetchValue(Long.class, "select count(*) from book").orElseThrow();
    }
}
