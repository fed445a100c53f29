package io.pgnative.spring.boot.query.library;

import io.pgnative.client.CommandResult;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.spring.boot.query.Modifying;
import io.pgnative.spring.boot.query.Param;
import io.pgnative.spring.boot.query.PgQueries;
import io.pgnative.spring.boot.query.Query;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each kind of method, once. Not public, as most such interfaces. */
@PgQueries
interface Books extends BookRows {

    String BY_ID = "select id, title, author, price, tags from book where id = :id";
    String BY_AUTHOR = "select id, title, author, price, tags from book where author = :author order by id";

    // Blocking

    @Query(BY_ID)
    Book one(long id);

    @Query(BY_ID)
    @Nullable Book oneOrNull(long id);

    @Query(BY_ID)
    Optional<Book> find(long id);

    @Query(BY_AUTHOR)
    List<Book> by(String author);

    @Query(BY_AUTHOR)
    Collection<Row> rowsBy(@Param("author") String name);

    @Query("select * from book where author = $1 and price < $2 order by id")
    Rows cheaperThan(String author, BigDecimal price);

    @Query(BY_ID)
    Row row(long id);

    @Query(BY_AUTHOR)
    Stream<Book> streamBy(String author);

    @Query("select title from book where id = any(:ids) order by id")
    List<String> titles(List<Long> ids);

    @Query("select count(*) from book")
    long count();

    @Query("select max(price) from book where author = :author")
    @Nullable BigDecimal highestPrice(String author);

    @Query("select max(price) from book where author = :author")
    Optional<BigDecimal> perhapsHighestPrice(String author);

    @Query("select title from book")
    @Nullable String anyTitle();

    @Query(file = "classpath:sql/count-by-author.sql")
    int countBy(String author);

    @Query(file = "classpath:/sql/count-by-author.sql")
    int countFromRoot(String author);

    @Query(value = "select pg_sleep(60)", timeout = "${library.patience}")
    void nap();

    // Futures

    @Query(BY_ID)
    Future<Book> futureOne(long id);

    @Query(BY_ID)
    Future<Optional<Book>> futureFind(long id);

    @Query(BY_AUTHOR)
    Future<List<Book>> futureBy(String author);

    @Query(BY_AUTHOR)
    Future<Rows> futureRows(String author);

    @Query("select title from book where id = :id")
    CompletionStage<Optional<String>> stageTitle(long id);

    @Query(BY_AUTHOR)
    CompletableFuture<List<Book>> stageBy(String author);

    @Query(BY_AUTHOR)
    Flow.Publisher<Book> publishBy(String author);

    // Reactor

    @Query(BY_ID)
    Mono<Book> mono(long id);

    @Query("select max(price) from book where author = :author")
    Mono<BigDecimal> monoHighestPrice(String author);

    @Query(BY_AUTHOR)
    Mono<List<Book>> monoBy(String author);

    @Query(BY_AUTHOR)
    Flux<Book> fluxBy(String author);

    @Query(value = BY_AUTHOR, streamed = true)
    Flux<Row> fluxOfRows(String author);

    // Changes

    @Query("insert into book (id, title, author, price, tags) values (:id, :title, :author, :price, :tags)")
    @Modifying
    int insert(Book book);

    @Query(
            "insert into book (id, title, author, price, tags) values (:id, :title, :author, :price, :tags) returning id")
    long insertReturning(Book book);

    @Query("update book set price = :price, title = :title where id = :id")
    @Modifying
    long change(long id, Change change);

    @Query("delete from book")
    void clear();

    @Query("delete from book where id = :id")
    CommandResult delete(long id);

    @Query("delete from book where id = :id")
    @Modifying
    Future<Integer> futureDelete(long id);

    @Query("delete from book where id = :id")
    CompletionStage<Void> stageDelete(long id);

    @Query("delete from book where id = :id")
    @Modifying
    Mono<Long> monoDelete(long id);

    @Query("insert into book (id, title, author, price, tags) values (:id, :title, :author, :price, :tags)")
    @Modifying(batch = true)
    int insertAll(List<Book> books);

    @Query("update book set price = price + :difference where id = :id")
    @Modifying(batch = true)
    Future<Long> futureRaise(BigDecimal difference, Collection<Key> keys);

    @Query("insert into book values ($1, $2, $3, $4, $5)")
    @Modifying(batch = true)
    Mono<CommandResult> monoInsertAll(Flux<Book> books);

    @Query("delete from book where id = :id")
    @Modifying(batch = true)
    void deleteAll(Stream<Key> keys);

    // Pages

    @Query("select * from book where author = :author")
    Page<Book> page(String author, Pageable pageable);

    @Query(value = "select * from book where author = $1", timeout = "20s")
    Mono<Slice<Book>> slice(Pageable pageable, String author);

    @Query("select * from book")
    Future<Window<Book>> window(ScrollPosition position, Limit limit, Sort sort);

    @Query("select title from book")
    CompletionStage<Page<String>> titlePage(Pageable pageable);

    // Neither

    default List<Book> byUrsula() {
        return by(ursula());
    }

    static String ursula() {
        return "Ursula K. Le Guin";
    }

    /** A property of a bean with a name in camel case for one in snake case. */
    record Change(String title, BigDecimal price) {}

    /** A key. */
    record Key(long id) {}
}
