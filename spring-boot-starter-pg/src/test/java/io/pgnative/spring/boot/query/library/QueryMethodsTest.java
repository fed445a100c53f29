package io.pgnative.spring.boot.query.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgQueriesAutoConfiguration;
import io.pgnative.spring.boot.data.UnknownSortPropertyException;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The methods of an interface, with a server. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class QueryMethodsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String URSULA = Books.ursula();

    private static final Book LAVINIA = book(1, "Lavinia", URSULA, "9.50");
    private static final Book VOICES = book(2, "Voices", URSULA, "7.00");
    private static final Book SOLARIS = book(3, "Solaris", "Stanisław Lem", "8.25");

    private final ConfigurableApplicationContext context;
    private final Books books;

    /** An application in this package. */
    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    @ImportAutoConfiguration({PgNativeAutoConfiguration.class, PgQueriesAutoConfiguration.class})
    static class Library {}

    QueryMethodsTest(TestDatabase database) {
        database.execute("""
                drop table if exists book;
                create table book (
                    id bigint primary key, title text not null, author text not null, price numeric(9, 2), tags text[])
                """);
        // Each method has to fit the database, too.
        this.context = new SpringApplicationBuilder(Library.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.pgnative.dsn=" + database.dsn(),
                        "spring.main.banner-mode=off",
                        "spring.pgnative.queries.validate=true",
                        "library.patience=150ms")
                .run();
        this.books = context.getBean(Books.class);
    }

    private static Book book(long id, String title, String author, String price) {
        return new Book(id, title, author, new BigDecimal(price), List.of("sf", "novel"));
    }

    @BeforeEach
    void fill() {
        assertThat(books.insertAll(List.of(LAVINIA, VOICES, SOLARIS))).isEqualTo(3);
    }

    @AfterEach
    void close() {
        context.close();
    }

    private static <T> T await(Future<T> future) {
        return await(future.toCompletionStage());
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException ex) {
            if (ex.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(ex);
        } catch (InterruptedException | TimeoutException ex) {
            throw new AssertionError(ex);
        }
    }

    @Test
    void returnsOneRowOrFails() {
        assertThat(books.one(1)).isEqualTo(LAVINIA);
        assertThat(books.row(2).getString("title")).isEqualTo("Voices");
        assertThatThrownBy(() -> books.one(9))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("there were none");
        assertThatThrownBy(() -> books.row(9)).isInstanceOf(PgDataException.class);
        assertThat(await(books.futureOne(3))).isEqualTo(SOLARIS);
        assertThatThrownBy(() -> await(books.futureOne(9))).isInstanceOf(PgDataException.class);
    }

    @Test
    void returnsNullOnlyWhereTheMethodMay() {
        assertThat(books.oneOrNull(9)).isNull();
        assertThat(books.oneOrNull(1)).isEqualTo(LAVINIA);
        assertThat(books.highestPrice(URSULA)).isEqualByComparingTo("9.50");
        assertThat(books.highestPrice("nobody")).isNull();
        assertThatThrownBy(books::anyTitle)
                .isInstanceOf(PgDataException.class)
                .hasMessage("the statement returned 3 rows, expected one or none");
    }

    @Test
    void returnsOptionals() {
        assertThat(books.find(1)).contains(LAVINIA);
        assertThat(books.find(9)).isEmpty();
        assertThat(books.perhapsHighestPrice("nobody")).isEmpty();
        assertThat(books.perhapsHighestPrice(URSULA))
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("9.5"));
        assertThat(await(books.futureFind(9))).isEmpty();
        assertThat(await(books.stageTitle(1))).contains("Lavinia");
    }

    @Test
    void returnsListsAndRows() {
        assertThat(books.by(URSULA)).containsExactly(LAVINIA, VOICES);
        assertThat(books.byUrsula()).containsExactly(LAVINIA, VOICES);
        assertThat(books.rowsBy(URSULA)).extracting(row -> row.getLong("id")).containsExactly(1L, 2L);
        assertThat(books.cheaperThan(URSULA, new BigDecimal("8"))).hasSize(1);
        assertThat(books.titles(List.of(3L, 1L))).containsExactly("Lavinia", "Solaris");
        assertThat(books.count()).isEqualTo(3);
        assertThat(books.countBy(URSULA)).isEqualTo(2);
        assertThat(await(books.futureBy(URSULA))).containsExactly(LAVINIA, VOICES);
        assertThat(await(books.futureRows(URSULA)).size()).isEqualTo(2);
        assertThat(await(books.stageBy(URSULA))).containsExactly(LAVINIA, VOICES);
    }

    @Test
    void returnsStreamsAndPublishers() {
        try (Stream<Book> stream = books.streamBy(URSULA)) {
            assertThat(stream).containsExactly(LAVINIA, VOICES);
        }
        assertThat(JdkFlowAdapter.flowPublisherToFlux(books.publishBy(URSULA))
                        .collectList()
                        .block(LIMIT))
                .containsExactly(LAVINIA, VOICES);
    }

    @Test
    void returnsWhatReactorHas() {
        assertThat(books.mono(1).block(LIMIT)).isEqualTo(LAVINIA);
        assertThat(books.mono(9).blockOptional(LIMIT)).isEmpty();
        assertThat(books.monoHighestPrice("nobody").blockOptional(LIMIT)).isEmpty();
        assertThat(books.monoBy(URSULA).block(LIMIT)).containsExactly(LAVINIA, VOICES);
        assertThat(books.fluxBy(URSULA).collectList().block(LIMIT)).containsExactly(LAVINIA, VOICES);
        assertThat(books.fluxOfRows(URSULA)
                        .map(row -> row.getLong("id"))
                        .collectList()
                        .block(LIMIT))
                .containsExactly(1L, 2L);
    }

    @Test
    void runsWhatReactorReturnsWithEachSubscription() {
        Mono<Long> deleting = books.monoDelete(1);
        assertThat(books.find(1)).isPresent();
        assertThat(deleting.block(LIMIT)).isOne();
        assertThat(deleting.block(LIMIT)).isZero();
    }

    @Test
    void changesRows() {
        Book malafrena = book(4, "Malafrena", URSULA, "5");
        assertThat(books.insert(malafrena)).isOne();
        assertThatThrownBy(() -> books.insert(malafrena))
                .isInstanceOfSatisfying(PgServerException.class, refused -> assertThat(refused.sqlState())
                        .isEqualTo("23505"));
        assertThat(books.insertReturning(book(5, "Orsinia", URSULA, "5"))).isEqualTo(5);
        assertThat(books.change(4, new Books.Change("Malafrena, 2nd ed.", new BigDecimal("6"))))
                .isOne();
        assertThat(books.one(4).title()).isEqualTo("Malafrena, 2nd ed.");
        assertThat(books.delete(4).tag()).isEqualTo("DELETE 1");
        assertThat(await(books.futureDelete(4))).isZero();
        await(books.stageDelete(5));
        assertThat(books.count()).isEqualTo(3);
        books.clear();
        assertThat(books.count()).isZero();
    }

    @Test
    void runsOneStatementForManyRows() {
        assertThat(await(books.futureRaise(new BigDecimal("0.50"), List.of(new Books.Key(1), new Books.Key(2)))))
                .isEqualTo(2);
        assertThat(books.one(1).price()).isEqualByComparingTo("10.00");
        Flux<Book> more = Flux.range(10, 20).map(id -> book(id, "Book " + id, "A", "1"));
        assertThat(books.monoInsertAll(more).blockOptional(LIMIT).orElseThrow().rowCount())
                .isEqualTo(20);
        books.deleteAll(Stream.of(new Books.Key(1), new Books.Key(2)));
        assertThat(books.by(URSULA)).isEmpty();
    }

    @Test
    void copiesRows() {
        books.clear();
        assertThat(books.copy(List.of(LAVINIA, VOICES))).isEqualTo(2);
        assertThat(books.copyStream(Stream.of(SOLARIS)).tag()).isEqualTo("COPY 1");
        assertThat(books.by(URSULA)).containsExactly(LAVINIA, VOICES);
        books.clear();
        books.copyAll(JdkFlowAdapter.publisherToFlowPublisher(Flux.just(LAVINIA, SOLARIS)));
        assertThat(books.copyFlux(Flux.just(VOICES)).block(LIMIT)).isOne();
        assertThat(books.count()).isEqualTo(3);
    }

    @Test
    void returnsPagesSlicesAndWindows() {
        Sort byPrice = Sort.by("price");
        Page<Book> page = books.page(URSULA, PageRequest.of(1, 1, byPrice));
        assertThat(page).containsExactly(LAVINIA);
        assertThat(page.getTotalElements()).isEqualTo(2);
        assertThat(await(books.titlePage(PageRequest.of(0, 5, Sort.by("title")))))
                .containsExactly("Lavinia", "Solaris", "Voices");
        Slice<Book> slice = books.slice(PageRequest.of(0, 1, byPrice), URSULA)
                .blockOptional(LIMIT)
                .orElseThrow();
        assertThat(slice).containsExactly(VOICES);
        assertThat(slice.hasNext()).isTrue();
        Window<Book> first = await(books.window(ScrollPosition.keyset(), Limit.of(2), byPrice));
        assertThat(first).containsExactly(VOICES, SOLARIS);
        assertThat(await(books.window(first.positionAt(1), Limit.of(2), byPrice)))
                .containsExactly(LAVINIA);
        assertThatThrownBy(() -> books.window(ScrollPosition.keyset(), Limit.unlimited(), byPrice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a window needs a limit");
        assertThatThrownBy(() -> books.page(URSULA, PageRequest.of(0, 1, Sort.by("none"))))
                .isInstanceOf(UnknownSortPropertyException.class);
    }

    @Test
    void limitsACallToTheTimeoutOfItsMethod() {
        assertThatThrownBy(books::nap).isInstanceOf(PgTimeoutException.class);
    }

    @Test
    void preparesTheStatementOfAMethodOnce() {
        BlockingPgClient client = context.getBean(BlockingPgClient.class);
        for (int i = 0; i < 5; i++) {
            books.find(1);
        }
        assertThat(client.fetchOne(
                        Long.class,
                        "select count(*) from pg_prepared_statements where statement like '%from book where id = $1'"))
                .isOne();
    }

    @Test
    void isAnObjectOfItsOwn() {
        Object same = context.getBean("books");
        assertThat(books).isEqualTo(same).hasSameHashCodeAs(same).hasToString("queries of " + Books.class.getName());
        assertThat(books).isNotEqualTo(context);
    }
}
