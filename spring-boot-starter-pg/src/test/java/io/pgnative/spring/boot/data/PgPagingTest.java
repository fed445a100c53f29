package io.pgnative.spring.boot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.transaction.PgTransactionManager;
import io.pgnative.spring.boot.transaction.SpringTransactionScope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.transaction.support.TransactionTemplate;

/** Pages and windows of statements, on each face. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class PgPagingTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Twenty rows, of which each two have one kind. */
    private static final String SQL = """
            select id, kind as item_kind, label from paged where id <= $1 order by id -- to the end;
            """;

    private final PgClient client;
    private final BlockingPgPaging blocking;
    private final PgPaging futures;
    private final ReactivePgPaging reactive;

    record Item(int id, int itemKind, String label) {}

    /** One of the three, by the same words. */
    enum Via {
        BLOCKING,
        FUTURES,
        REACTIVE
    }

    PgPagingTest(Vertx vertx, TestDatabase database) {
        database.execute("""
                drop table if exists paged;
                create table paged (id int primary key, kind int not null, label text);
                insert into paged select i, (i + 1) / 2, case i % 2 when 0 then 'a' else 'B' end || i
                from generate_series(1, 20) i;
                """);
        this.client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(2).build();
        this.blocking = new BlockingPgPaging(client.blocking());
        this.futures = new PgPaging(client);
        this.reactive = new ReactivePgPaging(client.reactive());
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
    }

    private static <T extends @Nullable Object> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException ex) {
            if (ex.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(ex);
        } catch (InterruptedException | TimeoutException ex) {
            throw new AssertionError(ex);
        }
    }

    private Page<Item> page(Via via, Pageable pageable, String sql, @Nullable Object... args) {
        return switch (via) {
            case BLOCKING -> blocking.page(Item.class, pageable, sql, args);
            case FUTURES -> await(futures.page(Item.class, pageable, sql, args));
            case REACTIVE ->
                reactive.page(Item.class, pageable, sql, args)
                        .blockOptional(LIMIT)
                        .orElseThrow();
        };
    }

    private Slice<Item> slice(Via via, Pageable pageable, String sql, @Nullable Object... args) {
        return switch (via) {
            case BLOCKING -> blocking.slice(Item.class, pageable, sql, args);
            case FUTURES -> await(futures.slice(Item.class, pageable, sql, args));
            case REACTIVE ->
                reactive.slice(Item.class, pageable, sql, args)
                        .blockOptional(LIMIT)
                        .orElseThrow();
        };
    }

    private Window<Item> window(Via via, ScrollPosition position, int limit, Sort sort) {
        return switch (via) {
            case BLOCKING -> blocking.window(Item.class, position, limit, sort, SQL, 20);
            case FUTURES -> await(futures.window(Item.class, position, limit, sort, SQL, 20));
            case REACTIVE ->
                reactive.window(Item.class, position, limit, sort, SQL, 20)
                        .blockOptional(LIMIT)
                        .orElseThrow();
        };
    }

    private static Stream<Integer> ids(Iterable<Item> items) {
        List<Integer> ids = new ArrayList<>();
        items.forEach(item -> ids.add(item.id()));
        return ids.stream();
    }

    @Test
    void staysInTheTransactionThatSurroundsTheCall(Vertx vertx, TestDatabase database) {
        // Who leaves the transaction waits for its end, and gets nothing.
        PgClient joining = PgClient.builder(vertx)
                .dsn(database.dsn())
                .poolMaxSize(1)
                .poolAcquireTimeout(Duration.ofSeconds(5))
                .transactionScope(SpringTransactionScope.create())
                .build();
        PgPaging paging = new PgPaging(joining);
        Sort last = Sort.by("id").descending();
        try {
            new TransactionTemplate(new PgTransactionManager(joining)).executeWithoutResult(status -> {
                joining.blocking().execute("insert into paged values (21, 11, 'new')");
                Page<Item> page = await(paging.page(Item.class, PageRequest.of(0, 2, last), SQL, 30));
                assertThat(ids(page)).containsExactly(21, 20);
                assertThat(page.getTotalElements()).isEqualTo(21);
                assertThat(ids(await(paging.slice(Item.class, PageRequest.of(0, 2, last), SQL, 30))))
                        .containsExactly(21, 20);
                PgPaging another = new PgPaging(joining);
                assertThat(ids(await(another.slice(Item.class, PageRequest.of(0, 2, last), SQL, 30))))
                        .containsExactly(21, 20);
                PgPaging third = new PgPaging(joining);
                assertThat(ids(await(third.window(Item.class, ScrollPosition.keyset(), 2, last, SQL, 30))))
                        .containsExactly(21, 20);
                status.setRollbackOnly();
            });
            assertThat(database.query("select count(*) from paged")).isEqualTo("20");
            assertThat(await(paging.page(Item.class, PageRequest.of(0, 2, last), SQL, 30))
                            .getTotalElements())
                    .isEqualTo(20);
        } finally {
            await(joining.close(Duration.ofSeconds(5)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutsPages(Via via) {
        Page<Item> second = page(via, PageRequest.of(1, 6, Sort.by("id").descending()), SQL, 20);
        assertThat(ids(second)).containsExactly(14, 13, 12, 11, 10, 9);
        assertThat(second.getTotalElements()).isEqualTo(20);
        assertThat(second.getTotalPages()).isEqualTo(4);
        assertThat(second.hasNext()).isTrue();
        Page<Item> last = page(via, PageRequest.of(3, 6), SQL, 20);
        assertThat(ids(last)).containsExactly(19, 20);
        assertThat(last.getTotalElements()).isEqualTo(20);
        Page<Item> beyond = page(via, PageRequest.of(9, 6), SQL, 20);
        assertThat(beyond).isEmpty();
        assertThat(beyond.getTotalElements()).isEqualTo(20);
        Page<Item> all =
                page(via, Pageable.unpaged(Sort.by(Sort.Order.desc("itemKind"), Sort.Order.asc("id"))), SQL, 5);
        assertThat(ids(all)).containsExactly(5, 3, 4, 1, 2);
        assertThat(all.getTotalElements()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void cutsSlices(Via via) {
        Slice<Item> first = slice(via, PageRequest.of(0, 10), SQL, 20);
        assertThat(ids(first))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 10).boxed().toList());
        assertThat(first.hasNext()).isTrue();
        assertThat(slice(via, first.nextPageable(), SQL, 20).hasNext()).isFalse();
        assertThat(slice(via, Pageable.unpaged(), SQL, 20)).hasSize(20);
    }

    @ParameterizedTest
    @EnumSource
    void scrollsByKeysForwardAndBackward(Via via) {
        for (Sort sort : List.of(
                Sort.by("id"),
                Sort.by("id").descending(),
                Sort.by("item_kind", "id"),
                Sort.by(Sort.Order.desc("itemKind"), Sort.Order.asc("id")),
                Sort.by(Sort.Order.asc("itemKind"), Sort.Order.desc("id")),
                Sort.by(Sort.Order.by("label").ignoreCase(), Sort.Order.desc("id")))) {
            List<Integer> all = ids(page(via, Pageable.unpaged(sort), SQL, 20)).toList();
            List<Integer> scrolled = new ArrayList<>();
            Window<Item> window = window(via, ScrollPosition.keyset(), 7, sort);
            scrolled.addAll(ids(window).toList());
            Window<Item> last = window;
            while (window.hasNext()) {
                window = window(via, window.positionAt(window.size() - 1), 7, sort);
                scrolled.addAll(ids(window).toList());
                last = window;
            }
            assertThat(scrolled).as("by " + sort).isEqualTo(all);
            ScrollPosition before = ScrollPosition.backward(((KeysetScrollPosition) last.positionAt(0)).getKeys());
            Window<Item> back = window(via, before, 7, sort);
            assertThat(ids(back)).as("back by " + sort).isEqualTo(all.subList(7, 14));
            assertThat(back.hasNext()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void scrollsByOffset(Via via) {
        Window<Item> first = window(via, ScrollPosition.offset(), 15, Sort.unsorted());
        assertThat(ids(first)).hasSize(15).startsWith(1);
        assertThat(first.hasNext()).isTrue();
        Window<Item> second = window(via, first.positionAt(14), 15, Sort.unsorted());
        assertThat(ids(second)).containsExactly(16, 17, 18, 19, 20);
        assertThat(second.hasNext()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void refusesPropertiesThatAreNoColumns(Via via) {
        for (String property : List.of("kind", "id; drop table paged", "id\" desc, \"label", "1")) {
            assertThatThrownBy(() -> page(via, PageRequest.of(0, 5, Sort.by(property)), SQL, 20))
                    .isInstanceOfSatisfying(
                            UnknownSortPropertyException.class,
                            unknown -> assertThat(unknown.property()).isEqualTo(property))
                    .hasMessage("the statement has no column for the sort property \"" + property
                            + "\"; there are [id, item_kind, label]");
        }
        assertThat(page(via, PageRequest.of(0, 5), SQL, 20).getTotalElements()).isEqualTo(20);
    }

    @Test
    void quotesColumnsWhateverTheyAreCalled() {
        String sql = "select lpad(id::text, 2, '0') as \"a\"\"b; --\" from paged";
        Sort sort = Sort.by(Sort.Order.desc("a\"b; --"));
        assertThat(blocking.page(String.class, PageRequest.of(0, 3, sort), sql)).containsExactly("20", "19", "18");
    }

    @Test
    void putsNullsWhereTheyAreWanted() {
        String sql = "select id, kind as item_kind, label from paged union all select 99, 99, null";
        Sort.Order order = Sort.Order.by("itemKind");
        assertThat(ids(blocking.page(
                        Item.class,
                        PageRequest.of(0, 1, Sort.by(Sort.Order.asc("label").nullsFirst())),
                        sql)))
                .containsExactly(99);
        assertThat(ids(blocking.page(
                        Item.class,
                        PageRequest.of(20, 1, Sort.by(Sort.Order.asc("label").nullsLast(), order)),
                        sql)))
                .containsExactly(99);
        Window<Item> window = blocking.window(
                Item.class,
                ScrollPosition.keyset(),
                1,
                Sort.by(Sort.Order.asc("label").nullsFirst()),
                sql);
        assertThatThrownBy(() -> window.positionAt(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"label\" is NULL");
    }

    @Test
    void asksForTheColumnsOfAStatementOnce() {
        Sort sort = Sort.by("id");
        client.blocking().execute("create table if not exists asked (id int)");
        String sql = "select id from asked";
        assertThat(blocking.page(Integer.class, PageRequest.of(0, 5, sort), sql))
                .isEmpty();
        client.blocking().execute("alter table asked add column later int");
        assertThat(blocking.page(Integer.class, PageRequest.of(0, 5, sort), sql))
                .isEmpty();
        // A column that was not there at first is looked for again.
        String all = "select * from asked";
        assertThat(blocking.page(Item.class, PageRequest.of(0, 5, sort), all)).isEmpty();
        client.blocking().execute("alter table asked add column latest int");
        assertThat(blocking.page(Item.class, PageRequest.of(0, 5, Sort.by("latest")), all))
                .isEmpty();
        client.blocking().execute("drop table asked");
    }

    @Test
    void refusesWhatCannotBeScrolled() {
        assertThatThrownBy(() -> window(Via.BLOCKING, ScrollPosition.keyset(), 5, Sort.unsorted()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a sort");
        assertThatThrownBy(() -> window(Via.BLOCKING, ScrollPosition.keyset(), 0, Sort.by("id")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit of 1 row or more");
        assertThatThrownBy(() ->
                        window(Via.BLOCKING, ScrollPosition.forward(Map.of("id", 3)), 5, Sort.by("itemKind", "id")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no key for the sort property \"itemKind\"; it has [id]");
    }

    @Test
    void joinsATransactionAndHoldsItsTimeout() {
        client.blocking().inTransaction(tx -> {
            tx.execute("insert into paged values (21, 11, 'x')");
            assertThat(new BlockingPgPaging(tx)
                            .page(Item.class, PageRequest.of(0, 1), SQL, 100)
                            .getTotalElements())
                    .isEqualTo(21);
            return tx.execute("delete from paged where id = 21");
        });
        assertThatThrownBy(() -> blocking.timeout(Duration.ofMillis(200))
                        .slice(String.class, PageRequest.of(0, 1), "select pg_sleep(60)::text"))
                .isInstanceOf(PgTimeoutException.class);
    }
}
