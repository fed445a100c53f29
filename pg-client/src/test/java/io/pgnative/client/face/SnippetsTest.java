package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.ListenOptions;
import io.pgnative.client.Notification;
import io.pgnative.client.PgClient;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** What the documents show, compiled and run. */
@ExtendWith(PostgresExtension.class)
class SnippetsTest {

    record Book(long id, String title, BigDecimal price) {}

    record Filter(String author, BigDecimal max, List<String> tags) {}

    record NewBook(long id, String title, String author, BigDecimal price, List<String> tags) {}

    private final PgClient pg;
    private final BlockingPgClient blocking;
    private final ReactivePgClient reactive;

    SnippetsTest(Vertx vertx, TestDatabase database) {
        pg = PgClient.builder(vertx).dsn(database.dsn()).build();
        blocking = pg.blocking();
        reactive = pg.reactive();
    }

    @BeforeEach
    void create() {
        blocking.execute("drop table if exists book; create table book(id int8, title text, author text, price numeric,"
                + " tags text[], counts int[] default '{1,2}', sold_at timestamptz default now())");
        var inserted = blocking.sql("insert into book values (:id, :title, :author, :price, :tags)")
                .executeMany(List.of(
                        new NewBook(1, "Left Hand", "Ursula K. Le Guin", new BigDecimal("9.50"), List.of("sf")),
                        new NewBook(2, "Earthsea", "Ursula K. Le Guin", new BigDecimal("20"), List.of("fantasy"))));
        assertThat(inserted.rowCount()).isEqualTo(2);
    }

    @AfterEach
    void close() {
        await(pg.close(Duration.ofSeconds(5)));
    }

    @Test
    void ask() {
        String sql = "select id, title, price from book where author = $1";
        Flux<Book> flux = reactive.fetch(Book.class, sql, "Ursula K. Le Guin");
        List<Book> list = blocking.fetch(Book.class, sql, "Ursula K. Le Guin");
        Future<List<Book>> future = pg.fetch(Book.class, sql, "Ursula K. Le Guin");

        assertThat(list)
                .hasSize(2)
                .isEqualTo(await(future))
                .isEqualTo(flux.collectList().block());
    }

    @Test
    void askByName() {
        String author = "Ursula K. Le Guin";
        BigDecimal max = BigDecimal.TEN;
        Flux<Book> books = reactive.sql("""
                        select id, title, price from book
                        where author = :author and price < :max and tags @> :tags
                        """)
                .bind("author", author)
                .bind("max", max)
                .bind("tags", List.of("sf"))
                .timeout(Duration.ofSeconds(2))
                .fetch(Book.class);
        List<Book> same = blocking.sql("""
                        select id, title, price from book
                        where author = :author and price < :max and tags @> :tags
                        """)
                .bindAll(new Filter(author, max, List.of("sf")))
                .fetch(Book.class);

        assertThat(same)
                .containsExactly(new Book(1, "Left Hand", new BigDecimal("9.50")))
                .isEqualTo(books.collectList().block());
    }

    @Test
    void readARow() {
        Row row = blocking.fetchOne("select * from book where id = $1", 1);
        long id = row.getLong(0);
        String title = row.getString("title");
        OffsetDateTime at = row.get("sold_at", OffsetDateTime.class);
        int[] counts = row.get("counts", int[].class);
        boolean none = row.isNull("price");
        Book book = row.lenient().as(Book.class);

        assertThat(id).isOne();
        assertThat(title).isEqualTo("Left Hand");
        assertThat(at).isNotNull();
        assertThat(counts).containsExactly(1, 2);
        assertThat(none).isFalse();
        assertThat(book).isEqualTo(new Book(1, "Left Hand", new BigDecimal("9.50")));
    }

    @Test
    void listen() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        await(pg.listen("orders", notification -> heard.add("future " + notification.payload())));
        ListenOptions options = ListenOptions.channels("orders")
                .onReconnected(gap -> heard.add("gap since " + gap.lostAt()))
                .buffer(50_000);
        Disposable reading = reactive.listen(options).subscribe(next -> heard.add("flux " + next.payload()));
        Thread reader = new Thread(() -> {
            try (Stream<Notification> stream = blocking.listen("orders")) {
                stream.forEach(notification -> heard.add("stream " + notification.payload()));
            }
        });
        reader.start();
        while (pg.listening().listeners() < 3) {
            Thread.onSpinWait();
        }
        await(pg.listen("ready", notification -> {}));
        await(pg.inTransaction(tx -> tx.execute("select 1").compose(order -> tx.notify("orders", "17"))));
        assertThat(List.of(
                        Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS)),
                        Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS)),
                        Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS))))
                .containsExactlyInAnyOrder("future 17", "flux 17", "stream 17");
        reader.interrupt();
        reader.join();
        reading.dispose();
    }

    @Test
    void hearAConnection() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        await(pg.withConnection(connection -> {
            connection.onNotice(notice -> heard.add(notice.severity() + ": " + notice.message()));
            connection.onClose(reason -> heard.add("over: " + reason));
            connection.onQuery(event -> heard.add(event.operation() + " " + event.rows()));
            return connection.execute("do $$ begin raise notice 'hello'; end $$");
        }));
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("NOTICE: hello");
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("SCRIPT 0");
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("over: null");
    }
}
