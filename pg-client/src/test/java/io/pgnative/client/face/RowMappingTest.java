package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.Interval;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class RowMappingTest {

    record Person(long id, String firstName, @Nullable LocalDate bornOn) {}

    private record Hidden(int id, DayOfWeek day) {}

    record Primitive(int id, boolean yes) {}

    @SuppressWarnings("ArrayRecordComponent") // what is tested
    record Lists(
            String[] names,
            List<Long> numbers,
            Collection<DayOfWeek> days,
            List<?> any,
            @Nullable List<String> none) {}

    record Maybe(Optional<String> name) {}

    record Checked(int id) {
        Checked {
            if (id < 0) {
                throw new IllegalStateException("negative");
            }
        }
    }

    record Empty() {}

    private final PgClient client;
    private final BlockingPgClient pg;

    RowMappingTest(Vertx vertx, TestDatabase database) {
        client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        pg = client.blocking();
    }

    @AfterEach
    void close() {
        await(client.close(Duration.ofSeconds(5)));
    }

    private void fails(Class<?> type, String sql, String message) {
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.fetchOne(type, sql))
                .withMessage(message);
        assertThat(pg.fetchValue(Integer.class, "select 1")).contains(1);
    }

    @Test
    void findsColumnsInSnakeCaseAndInCamelCaseInAnyOrder() {
        Person person = new Person(7, "Ada", LocalDate.of(1815, 12, 10));
        assertThat(pg.fetch(Person.class, "select date '1815-12-10' as born_on, 'Ada' as first_name, 7::int8 as id"))
                .containsExactly(person);
        assertThat(pg.fetchOne(Person.class, "select 7 as id, 'Ada' as \"firstName\", date '1815-12-10' as \"bornOn\""))
                .isEqualTo(person);
        assertThat(pg.fetchRow(Person.class, "select 7::int2 as id, 'Ada' as first_name, null::date as born_on"))
                .contains(new Person(7, "Ada", null));
        assertThat(pg.fetchRow(Person.class, "select 7 as id, 'Ada' as first_name, null::date as born_on where false"))
                .isEmpty();
    }

    @Test
    @DisplayName("A042: of columns with one name the last one is meant")
    void refusesColumnsThatNoComponentCanReach() {
        fails(
                Primitive.class,
                "select 1 as id, true as yes, 2 as id",
                "record " + Primitive.class.getName() + ": no component for the column \"id\"");
    }

    @Test
    void namesTheColumnOrComponentThatIsMissing() {
        fails(
                Primitive.class,
                "select 1 as id",
                "record " + Primitive.class.getName() + ": no column for its component \"yes\"; there are [id]");
        fails(
                Primitive.class,
                "select 1 as id, true as yes, 3 as extra",
                "record " + Primitive.class.getName() + ": no component for the column \"extra\"");
    }

    @Test
    void refusesNullForAPrimitiveComponent() {
        fails(
                Primitive.class,
                "select null::int as id, true as yes",
                "column \"id\" of type int4 is NULL, which the component \"id\" of record " + Primitive.class.getName()
                        + " cannot hold; declare it Integer");
    }

    @Test
    void namesTheColumnThatAComponentCannotHold() {
        fails(
                Primitive.class,
                "select 3000000000 as id, true as yes",
                "column \"id\" of type int8: the int8 does not fit int exactly");
    }

    @Test
    void mapsPrivateNestedRecords() {
        assertThat(pg.fetchOne(Hidden.class, "select 3 as id, 'FRIDAY' as day"))
                .isEqualTo(new Hidden(3, DayOfWeek.FRIDAY));
    }

    @Test
    void readsArraysAndListsWithTheElementsThatTheComponentNames() {
        Lists lists = pg.fetchOne(
                Lists.class,
                "select '{a,NULL}'::text[] as names, '{1,2}'::int4[] as numbers, '{MONDAY}'::text[] as days,"
                        + " '{1.5}'::numeric[] as any, null::text[] as none");
        assertThat(lists.names()).containsExactly("a", null);
        assertThat(lists.numbers()).containsExactly(1L, 2L);
        assertThat(lists.days()).containsExactly(DayOfWeek.MONDAY);
        assertThat(lists.any()).isEqualTo(List.of(new BigDecimal("1.5")));
        assertThat(lists.none()).isNull();
        fails(
                Lists.class,
                "select '{}'::text[] as names, '{a}'::text[] as numbers, '{}'::text[] as days, '{}'::int[] as any,"
                        + " null::text[] as none",
                "column \"numbers\" of type text[]: element 0: text cannot be read as Long");
    }

    @Test
    void readsNullAsAnEmptyOptional() {
        assertThat(pg.fetch(Maybe.class, "select name from unnest('{x,NULL}'::text[]) name"))
                .containsExactly(new Maybe(Optional.of("x")), new Maybe(Optional.empty()));
    }

    @Test
    void letsTheFailureOfAConstructorThrough() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> pg.fetchOne(Checked.class, "select -1 as id"))
                .withMessage("negative");
        assertThat(pg.fetchOne(Checked.class, "select 1 as id")).isEqualTo(new Checked(1));
    }

    @Test
    void readsTheOnlyColumnAsAClass() {
        assertThat(pg.fetch(String.class, "select 'a' union all select 'b'")).containsExactly("a", "b");
        assertThat(pg.fetch(Long.class, "select 1::int4")).containsExactly(1L);
        assertThat(pg.fetchOne(Instant.class, "select 'epoch'::timestamptz")).isEqualTo(Instant.EPOCH);
        assertThat(pg.fetchOne(UUID.class, "select '00000000-0000-0001-0000-000000000002'::uuid"))
                .isEqualTo(new UUID(1, 2));
        assertThat(pg.fetchOne(int[].class, "select '{1,2}'::int[]")).containsExactly(1, 2);
        assertThat(pg.fetchOne(Empty.class, "select")).isEqualTo(new Empty());
        fails(
                Integer.class,
                "select 1, 2",
                "java.lang.Integer is read from a row with one column; this one has 2. Map to a record, or read the columns");
        fails(
                Integer.class,
                "select null::int as n",
                "column \"n\" of type int4 is NULL; use fetchValue, which gives an empty Optional, or get");
    }

    @Test
    void readsAnIntervalThoughItsClassIsARecord() {
        assertThat(pg.fetch(Interval.class, "select '1 mon 2 days 00:00:03'::interval"))
                .containsExactly(new Interval(1, 2, 3_000_000));
    }

    @Test
    void takesRecordsAsRowsOfABatch() {
        pg.execute("create temp table person(id int8, first_name text, born_on date)");
        List<Person> people = List.of(new Person(1, "Ada", LocalDate.EPOCH), new Person(2, "Bob", null));
        assertThat(pg.executeMany("insert into person values ($1, $2, $3)", people)
                        .rowCount())
                .isEqualTo(2);
        assertThat(pg.fetch(Person.class, "select * from person order by id")).isEqualTo(people);
        assertThat(pg.executeMany("insert into person values ($1, $2)", List.of(new Pair(3L, "Cy")))
                        .rowCount())
                .isEqualTo(1);
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.executeMany(
                        "insert into person values ($1, $2)", Arrays.asList(new Pair(4L, "Di"), new Pair("x", "Ed"))))
                .withMessageStartingWith(
                        "row 1 of the batch: argument 1 of type int8 does not take a java.lang.String;");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.executeMany("insert into person values ($1)", people))
                .withMessage("row 0 of the batch: the statement takes 1 argument, but 3 were given");
        assertThat(pg.fetchValue(Long.class, "select count(*) from person")).contains(3L);
    }

    private record Pair(Object id, String name) {}
}
