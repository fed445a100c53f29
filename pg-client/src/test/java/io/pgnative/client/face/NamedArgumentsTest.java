package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@ExtendWith(PostgresExtension.class)
class NamedArgumentsTest {

    record Filter(String author, BigDecimal maxPrice, List<String> tags) {}

    record Person(int id, @Nullable String firstName) {}

    @SuppressWarnings("unused") // read by reflection
    public static class Account {

        public int getId() {
            return 7;
        }

        public String getFirstName() {
            return "Ada";
        }

        public boolean isActive() {
            return true;
        }

        public String getBroken() throws Exception {
            throw new Exception("never read");
        }
    }

    private static final String BOOKS = "select title from (values ('Left Hand', 'Le Guin', 9.5, '{sf}'::text[]),"
            + " ('Earthsea', 'Le Guin', 20, '{fantasy}')) book(title, author, price, tags)"
            + " where author = :author and price < :max_price::numeric and tags && :tags";

    private final PgClient client;
    private final BlockingPgClient pg;

    NamedArgumentsTest(Vertx vertx, TestDatabase database) {
        client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        pg = client.blocking();
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
    }

    @Test
    void bindsByNameOnEveryFace() {
        assertThat(pg.sql(BOOKS)
                        .bind("author", "Le Guin")
                        .bind("max_price", 10)
                        .bind("tags", List.of("sf"))
                        .fetch(String.class))
                .containsExactly("Left Hand");
        assertThat(await(client.sql(BOOKS)
                        .bind("author", "Le Guin")
                        .bind("max_price", 10)
                        .bind("tags", List.of("sf"))
                        .fetchOne(String.class)))
                .isEqualTo("Left Hand");
        StepVerifier.create(client.reactive()
                        .sql(BOOKS)
                        .bind("author", "Le Guin")
                        .bind("max_price", 100)
                        .bind("tags", new String[] {"sf", "fantasy"})
                        .fetch(String.class))
                .expectNext("Left Hand", "Earthsea")
                .verifyComplete();
    }

    @Test
    void bindsTheComponentsOfARecordOnEveryFace() {
        Filter filter = new Filter("Le Guin", BigDecimal.TEN, List.of("sf", "fantasy"));
        assertThat(pg.sql(BOOKS).bindAll(filter).fetch(String.class)).containsExactly("Left Hand");
        assertThat(await(client.sql(BOOKS).bindAll(filter).fetchValue(String.class)))
                .contains("Left Hand");
        StepVerifier.create(client.reactive().sql(BOOKS).bindAll(filter).fetchRow(String.class))
                .expectNext("Left Hand")
                .verifyComplete();
    }

    @Test
    void bindsThePropertiesOfABeanAndTheEntriesOfAMap() {
        assertThat(pg.sql("select :id::int, :first_name::text, :active::bool")
                        .bindAll(new Account())
                        .fetchOne()
                        .toString())
                .isEqualTo("Row{int4=7, text=Ada, bool=true}");
        Map<String, Object> map = new HashMap<>(Map.of("id", 8, "first_name", "Bob", "more", "left out"));
        assertThat(pg.sql("select :id::int as id, :firstName::text as first_name")
                        .bindAll(map)
                        .fetchOne(Person.class))
                .isEqualTo(new Person(8, "Bob"));
        map.put("first_name", null);
        assertThat(pg.sql("select :id::int as id, :first_name::text as first_name")
                        .bindAll(map)
                        .fetchOne(Person.class))
                .isEqualTo(new Person(8, null));
    }

    @Test
    void letsALaterValueTakeThePlaceOfAnEarlierOne() {
        var query = pg.sql("select :id::int as id, :first_name::text as first_name")
                .bindAll(new Person(1, "Ada"))
                .bind("first_name", "Bob");
        assertThat(query.fetchOne(Person.class)).isEqualTo(new Person(1, "Bob"));
        assertThat(query.bind("id", 2).fetchOne(Person.class)).isEqualTo(new Person(2, "Bob"));
        assertThat(query.bindAll(new Person(3, null)).fetchOne(Person.class)).isEqualTo(new Person(3, null));
        assertThat(query.fetchOne(Person.class)).isEqualTo(new Person(1, "Bob"));
    }

    @Test
    void sendsACollectionAsOneArray() {
        String sql = "select count(*) from generate_series(1, 10) n where n = any(:ids)";
        assertThat(pg.sql(sql).bind("ids", Set.of(1, 5, 99)).fetchOne(Long.class))
                .isEqualTo(2);
        assertThat(pg.sql(sql).bind("ids", List.of()).fetchOne(Long.class)).isZero();
        assertThat(pg.sql(sql).bind("ids", new int[] {1, 2, 3}).fetchOne(Long.class))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @DisplayName("the server takes for a parameter what the client takes for one")
    @ValueSource(
            strings = {
                "select :x::int as a, ':x', E'\\':x', $q$ :x $q$, \":x\" from (select 1 as \":x\") t /* :x /* */ */",
                "select (array[1,2,3])[:x::int:3]",
                "select (array[1,2,3])[:x::int:n] from (select 2 as n) t",
                "select (array[1,2,3])[n:m] from (select 1 as n, 2 as m) t where :x > 0",
                "select :x::int - -:x::int, 1--:n\n",
                "select '{\"a\":1}'::jsonb ? 'a' and :x = 1",
                "select E'a'\n'\\':n' where :x > 0",
                "select '\\' where :x > 0",
                "select make_date(year := :x, month := :x, day := 1)",
                "select U&\"\\0061\" from (select 1 as a) t where :x > 0"
            })
    void agreesWithTheServerOnWhatIsAPlaceholder(String sql) {
        assertThat(pg.sql(sql).bind("x", 1).fetch().size()).isEqualTo(1);
        assertThat(pg.sql(sql.replace('\n', '\r')).bind("x", 1).fetch().size()).isEqualTo(1);
    }

    @Test
    @DisplayName("A073: an argument that does not fit is named")
    void namesTheArgumentThatDoesNotFit() {
        var query = pg.sql("select :min::int, :max::numeric, :min::int4")
                .bind("min", 1)
                .bind("max", "canary");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(query::fetch)
                .withMessageStartingWith("argument 2 (:max) of type numeric does not take a java.lang.String; give ")
                .withMessageNotContaining("canary");
        assertThat(query.bind("max", 2).fetchOne().getInt(1)).isEqualTo(2);
    }

    @Test
    void refusesNamesThatTheStatementDoesNotHave() {
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.sql(BOOKS).bind("autor", "x"))
                .withMessage("the statement has no :autor; it has :author, :max_price, :tags");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.sql("select $1").bind("a", "x"))
                .withMessage("the statement has no :a; it names no placeholder");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.sql("select 1").bindAll(Map.of("a", "x")))
                .withMessage("there is nothing to bind: the statement names no placeholder");
    }

    @Test
    void namesThePlaceholdersThatHaveNoValue() {
        String message = "no value for :max_price, :tags; the statement has :author, :max_price, :tags";
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.sql(BOOKS).bind("author", "x").fetch())
                .withMessage(message);
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> await(client.sql(BOOKS).bind("author", "x").fetch()))
                .withMessage(message);
        Mono<Long> reactive = client.reactive()
                .sql(BOOKS)
                .bindAll(Map.of("author", "x"))
                .fetch()
                .count();
        StepVerifier.create(reactive).verifyErrorMessage(message);
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.sql(BOOKS).execute())
                .withMessage("no value for :author, :max_price, :tags");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(
                        () -> pg.sql("select :id, :name").bindAll(new Account()).fetch())
                .withMessage("no value for :name; the statement has :id, :name");
    }

    @Test
    void refusesPlaceholdersByNumberAndByNameTogether() {
        assertThatExceptionOfType(PgMisuseException.class)
                .isThrownBy(() -> pg.sql("select $1, :a").bind("a", 1))
                .withMessage("the statement has both $1 and :a; give all arguments by number or all by name");
        assertThatExceptionOfType(PgMisuseException.class)
                .isThrownBy(() -> pg.sql("select :a").bind("a", 1).args(1))
                .withMessage("a call has arguments by number or by name, not both");
        assertThatExceptionOfType(PgMisuseException.class)
                .isThrownBy(() -> pg.sql("select :a").args(1).bind("a", 1))
                .withMessage("a call has arguments by number or by name, not both");
    }

    @Test
    void leavesTheTextAloneWhenArgumentsAreGivenByNumber() {
        assertThat(pg.sql("select (array[1,2,3])[ :n] from (select 2 as n) t where $1")
                        .args(true)
                        .fetchOne(int[].class))
                .containsExactly(1, 2);
        assertThatExceptionOfType(PgServerException.class)
                .isThrownBy(() -> pg.fetch("select :a"))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo("42601"));
    }

    @Test
    void refusesWhatHasNoNamedValues() {
        for (Object source : List.of("text", 5, List.of(1), new Object[] {1}, new Object())) {
            assertThatExceptionOfType(PgDataException.class)
                    .isThrownBy(() -> pg.sql("select :a").bindAll(source))
                    .withMessageStartingWith("values by name come from a record, a bean or a Map, not from a ");
        }
    }

    @Test
    void runsAScriptWhoseColonsAreNoPlaceholders() {
        assertThat(pg.sql("create temp table t(a int[]); insert into t values ('{1,2}'::int[]);"
                                + " do $$ declare n int := 1; begin perform a[:n] from t; end $$")
                        .execute()
                        .tag())
                .isEqualTo("DO");
    }

    @Test
    void takesTheRowsOfABatchByName() {
        pg.execute("create temp table person(id int, first_name text, tenant text)");
        var insert = pg.sql("insert into person values (:id, :first_name, :tenant)");
        assertThat(insert.bind("tenant", "acme")
                        .executeMany(Arrays.asList(
                                new Person(1, "Ada"),
                                new Person(2, null),
                                Map.of("id", 3, "firstName", "Cy", "tenant", "other"),
                                new Account()))
                        .rowCount())
                .isEqualTo(4);
        assertThat(pg.fetch("select concat_ws(',', id, first_name, tenant) from person order by id")
                        .as(String.class))
                .containsExactly("1,Ada,acme", "2,acme", "3,Cy,other", "7,Ada,acme");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> insert.executeMany(List.of(new Person(9, "Eve"))))
                .withMessage("row 0 of the batch: no value for :tenant; the statement has :id, :first_name, :tenant");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> insert.executeMany(List.of(Map.of("id", "x", "first_name", "a", "tenant", "b"))))
                .withMessageStartingWith("row 0 of the batch: argument 1 (:id) of type int4 does not take ");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> insert.executeMany(List.of(List.of(1, "a", "b"))))
                .withMessageStartingWith(
                        "row 0 of the batch: values by name come from a record, a bean or a Map, not ");
        assertThatExceptionOfType(PgMisuseException.class)
                .isThrownBy(
                        () -> pg.sql("insert into person values ($1)").args(1).executeMany(List.of()))
                .withMessage("a statement that is run for many rows has its arguments in the rows");
        assertThat(await(client.sql("update person set first_name = :name where id = :id")
                                .bind("name", "Zoe")
                                .executeMany(List.of(Map.of("id", 1), Map.of("id", 2))))
                        .rowCount())
                .isEqualTo(2);
        StepVerifier.create(client.reactive()
                        .sql("delete from person where id = :id")
                        .executeMany(List.of(Map.of("id", 1), Map.of("id", 3)))
                        .map(result -> result.rowCount()))
                .expectNext(2L)
                .verifyComplete();
    }
}
