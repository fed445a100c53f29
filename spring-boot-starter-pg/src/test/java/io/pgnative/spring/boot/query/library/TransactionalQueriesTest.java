package io.pgnative.spring.boot.query.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgNativeTransactionAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgQueriesAutoConfiguration;
import io.pgnative.spring.boot.data.BlockingPgPaging;
import io.pgnative.spring.boot.data.PgPaging;
import io.pgnative.spring.boot.data.ReactivePgPaging;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.transaction.annotation.Transactional;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Interfaces of queries and pages in Spring's transactions: each way to call sees what the others have changed. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class TransactionalQueriesTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String LEM = "Stanisław Lem";
    private static final String SQL = "select * from book where author = $1";
    private static final PageRequest FIRST = PageRequest.of(0, 10, Sort.by("id"));

    private final TestDatabase database;
    private final ConfigurableApplicationContext context;
    private final Shelf shelf;

    /** An application in this package. */
    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    @ImportAutoConfiguration({
        PgNativeAutoConfiguration.class,
        PgNativeTransactionAutoConfiguration.class,
        PgQueriesAutoConfiguration.class,
        TransactionAutoConfiguration.class
    })
    @Import(Shelf.class)
    static class Library {}

    TransactionalQueriesTest(TestDatabase database) {
        this.database = database;
        database.execute("""
                drop table if exists book;
                create table book (
                    id bigint primary key, title text not null, author text not null, price numeric(9, 2), tags text[])
                """);
        this.context = new SpringApplicationBuilder(Library.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.pgnative.dsn=" + database.dsn(), "spring.main.banner-mode=off", "library.patience=1s")
                .run();
        this.shelf = context.getBean(Shelf.class);
    }

    @AfterEach
    void close() {
        context.close();
    }

    private static Book book(long id) {
        return new Book(id, "Volume " + id, LEM, BigDecimal.ONE, List.of());
    }

    private static <T> T await(Future<T> future) {
        return await(future.toCompletionStage());
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private String stored() {
        return database.query("select coalesce(string_agg(id || ':' || price, ' ' order by id), '') from book");
    }

    /** Each of its methods tells how many books each call has seen. */
    static class Shelf {

        private final Books books;
        private final BlockingPgPaging blocking;
        private final PgPaging futures;
        private final ReactivePgPaging reactive;

        Shelf(Books books, BlockingPgClient blocking, PgClient futures, ReactivePgClient reactive) {
            this.books = books;
            this.blocking = new BlockingPgPaging(blocking);
            this.futures = new PgPaging(futures);
            this.reactive = new ReactivePgPaging(reactive);
        }

        @Transactional("pgTransactionManager")
        public List<Object> fill(boolean fails) {
            List<Object> seen = new ArrayList<>();
            books.insert(book(1));
            books.insertAll(List.of(book(2)));
            books.copy(List.of(book(3)));
            seen.add(await(books.futureRaise(BigDecimal.TEN, List.of(new Books.Key(1), new Books.Key(3)))));
            seen.add(books.count());
            seen.add(await(books.futureBy(LEM)).size());
            seen.add(await(books.stageBy(LEM)).size());
            try (Stream<Book> all = books.streamBy(LEM)) {
                seen.add(all.count());
            }
            seen.add(await(JdkFlowAdapter.flowPublisherToFlux(books.publishBy(LEM))
                    .count()
                    .toFuture()));
            seen.add(books.page(LEM, FIRST).getTotalElements());
            seen.add(await(books.titlePage(PageRequest.of(0, 10))).getTotalElements());
            seen.add(await(books.window(ScrollPosition.keyset(), Limit.of(10), Sort.by("id")))
                    .size());
            seen.add(blocking.page(Book.class, FIRST, SQL, LEM).getTotalElements());
            seen.add(await(futures.slice(Book.class, FIRST, SQL, LEM)).getNumberOfElements());
            if (fails) {
                throw new IllegalStateException("no");
            }
            return seen;
        }

        @Transactional
        Mono<List<Object>> fillReactively(boolean fails) {
            return books.monoInsertAll(Flux.just(book(1), book(2)))
                    .then(books.copyFlux(Flux.just(book(3))))
                    .thenMany(Flux.concat(
                            books.monoBy(LEM).map(List::size),
                            books.fluxBy(LEM).count(),
                            books.fluxOfRows(LEM).count(),
                            books.slice(FIRST, LEM).map(slice -> slice.getNumberOfElements()),
                            reactive.page(Book.class, FIRST, SQL, LEM).map(page -> page.getTotalElements()),
                            reactive.window(Book.class, ScrollPosition.keyset(), 10, Sort.by("id"), SQL, LEM)
                                    .map(window -> window.size()),
                            books.monoDelete(2)))
                    .cast(Object.class)
                    .collectList()
                    .flatMap(seen -> fails ? Mono.error(new IllegalStateException("no")) : Mono.just(seen));
        }

        /** A stream that is read to its end before the transaction ends. */
        @Transactional
        Flux<Row> fillAndStream(boolean fails) {
            return books.copyFlux(Flux.just(book(7), book(8)))
                    .thenMany(books.fluxOfRows(LEM))
                    .map(row -> new Row(row.getLong("id")))
                    .concatWith(fails ? Mono.error(new IllegalStateException("no")) : Mono.empty());
        }

        record Row(long id) {}
    }

    @Test
    @DisplayName("B34: blocking and future methods and pages are part of the thread's transaction")
    void joinsTheTransactionOfTheThread() {
        assertThatThrownBy(() -> shelf.fill(true)).hasMessage("no");
        assertThat(stored()).isEmpty();
        assertThat(shelf.fill(false)).containsExactly(2L, 3L, 3, 3, 3L, 3L, 3L, 3L, 3, 3L, 3);
        assertThat(stored()).isEqualTo("1:11.00 2:1.00 3:11.00");
    }

    @Test
    @DisplayName("B34: Reactor's methods and pages are part of the subscriber's transaction")
    void joinsTheTransactionOfTheSubscriber() {
        assertThatThrownBy(() -> shelf.fillReactively(true).block(LIMIT)).hasMessage("no");
        assertThat(stored()).isEmpty();
        assertThat(shelf.fillReactively(false).block(LIMIT)).containsExactly(3, 3L, 3L, 3, 3L, 3, 1L);
        assertThat(stored()).isEqualTo("1:1.00 3:1.00");
    }

    @Test
    @DisplayName("B34: a stream of a transaction sees its changes, and its failure takes them back")
    void streamsInTheTransactionOfTheSubscriber() {
        assertThatThrownBy(() -> shelf.fillAndStream(true).collectList().block(LIMIT))
                .hasMessage("no");
        assertThat(stored()).isEmpty();
        assertThat(shelf.fillAndStream(false).map(Shelf.Row::id).collectList().block(LIMIT))
                .containsExactly(7L, 8L);
        assertThat(stored()).isEqualTo("7:1.00 8:1.00");
    }

    @Test
    @DisplayName("B34: a method of the interface itself can be a transaction")
    void isATransactionOfTheInterface() {
        shelf.fill(false);
        Prices prices = context.getBean(Prices.class);
        assertThatThrownBy(() -> prices.exchange(1, BigDecimal.TEN, 4, BigDecimal.ONE))
                .hasMessage("there are not both books");
        assertThat(stored()).isEqualTo("1:11.00 2:1.00 3:11.00");
        prices.exchange(1, BigDecimal.TEN, 2, BigDecimal.valueOf(2));
        assertThat(stored()).isEqualTo("1:10.00 2:2.00 3:11.00");
    }
}
