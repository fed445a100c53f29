package io.pgnative.client.face;

import static io.pgnative.client.CopyOption.header;
import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.BlockingPgLargeObjects;
import io.pgnative.client.BlockingPgStatement;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.ExplainOptions;
import io.pgnative.client.ListenOptions;
import io.pgnative.client.Notification;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgType;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.ReactivePgLargeObjects;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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
    void statements() {
        List<List<?>> rows = List.of(List.of(5, "Gifts"), List.of(6, "Powers"));
        blocking.executeMany(
                "insert into book(id, title) values ($1, $2)", List.of(List.of(3, "Lavinia"), List.of(4, "Voices")));
        List<Book> made = blocking.fetchMany(
                Book.class, "insert into book(id, title) values ($1, $2) returning id, title, price", rows);
        Flux<List<?>> fluxOfRows = Flux.just(List.of(7, "Tehanu"));
        reactive.executeMany("insert into book(id, title) values ($1, $2)", fluxOfRows)
                .block();
        Map<String, Long> byAuthor = blocking.fetch(
                Collectors.groupingBy(row -> String.valueOf(row.getString("author")), Collectors.counting()),
                "select author from book");

        assertThat(made).extracting(Book::title).containsExactly("Gifts", "Powers");
        assertThat(byAuthor).containsEntry("Ursula K. Le Guin", 2L).containsEntry("null", 5L);
    }

    @Test
    void prepareForOneself() {
        blocking.withConnection(connection -> {
            try (BlockingPgStatement statement = connection.prepare("select title from book where id = $1")) {
                List<PgType> parameters = statement.parameters();
                Optional<String> title = statement.fetchValue(String.class, 1);
                String plan =
                        statement.explain(ExplainOptions.defaults().analyze().buffers(true), 1);

                assertThat(parameters).extracting(PgType::name).containsExactly("int8");
                assertThat(title).contains("Left Hand");
                assertThat(plan).contains("Actual Rows");
            }
            return null;
        });
    }

    record OrderLine(int orderId, String sku, int qty) {}

    @Test
    void copy(@TempDir Path directory) throws IOException {
        blocking.execute("drop table if exists order_line; create table order_line(order_id int4, sku text, qty int4)");
        List<OrderLine> lines = List.of(new OrderLine(1, "a", 2), new OrderLine(2, "b", 3));
        Path path = Files.writeString(directory.resolve("in.csv"), "order_id,sku,qty\n3,b,4\n");
        Path out = directory.resolve("out.csv");
        String sku = "b";
        List<CopyProgress> told = new CopyOnWriteArrayList<>();

        blocking.copyIn("order_line").columns("order_id", "sku", "qty").rows(lines);
        reactive.copyIn("order_line")
                .csv(header())
                .progress(p -> told.add(p))
                .from(path)
                .block();
        reactive.copyOut("select * from order_line where sku = $1 order by 1", sku)
                .csv(header())
                .to(out)
                .block();
        Flux<OrderLine> all = reactive.copyOut("order_line").rows(OrderLine.class);

        assertThat(out).hasContent("order_id,sku,qty\n2,b,3\n3,b,4\n");
        assertThat(all.collectList().block()).hasSize(3).containsAll(lines);
        assertThat(told).hasSize(1);
    }

    @Test
    void largeObjects(@TempDir Path directory) throws IOException {
        Path path = Files.writeString(directory.resolve("in.bin"), "a picture");
        Path out = directory.resolve("out.bin");
        blocking.execute("alter table book add column picture oid");

        long oid = blocking.inTransaction(tx -> {
            BlockingPgLargeObjects objects = tx.largeObjects();
            long picture = objects.create();
            try (InputStream file = Files.newInputStream(path)) {
                objects.write(picture, 0, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            tx.execute("update book set picture = $1 where id = $2", picture, 1);
            return picture;
        });
        Mono<Long> half = reactive.inTransaction(tx -> {
            ReactivePgLargeObjects objects = tx.largeObjects();
            return objects.create().flatMap(copy -> objects.write(copy, 0, objects.read(oid, 2, 1_000_000))
                    .thenReturn(copy));
        });
        long copy = Objects.requireNonNull(half.block());
        blocking.inTransaction(tx -> {
            try (InputStream picture = tx.largeObjects().read(copy)) {
                return Files.copy(picture, out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(out).hasContent("picture");
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
