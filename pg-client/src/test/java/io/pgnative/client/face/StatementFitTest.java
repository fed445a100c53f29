package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.BlockingPgStatement;
import io.pgnative.client.Interval;
import io.pgnative.client.PgArray;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.Range;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a prepared statement tells of classes before it runs; it has to agree with what happens when it does. */
@ExtendWith(PostgresExtension.class)
class StatementFitTest {

    private static final List<Class<?>> CLASSES = List.of(
            Object.class,
            String.class,
            CharSequence.class,
            boolean.class,
            Boolean.class,
            short.class,
            Integer.class,
            long.class,
            Double.class,
            BigDecimal.class,
            Character.class,
            UUID.class,
            LocalDate.class,
            OffsetDateTime.class,
            Instant.class,
            Duration.class,
            Interval.class,
            Mood.class,
            Range.class,
            PgArray.class,
            List.class,
            Map.class,
            int[].class,
            long[].class,
            Integer[].class,
            String[].class,
            UUID[].class,
            Object[].class,
            byte[].class,
            Address.class,
            Wrong.class);

    enum Mood {
        sad,
        happy
    }

    record Address(String street, Integer no) {}

    record Wrong(String street, UUID no) {}

    record Item(int id, Optional<String> name, List<Integer> counts, Address home) {}

    record Misfit(UUID id, LocalDate name, Set<UUID> counts, Wrong home) {}

    private final TestDatabase database;
    private final PgClient pg;
    private final BlockingPgConnection connection;

    StatementFitTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        this.pg = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        this.connection = pg.blocking().acquire();
    }

    @BeforeEach
    void types() {
        database.execute("""
                drop type if exists fit_mood, fit_address; drop domain if exists fit_name;
                create type fit_mood as enum ('sad', 'happy');
                create type fit_address as (street text, no int);
                create domain fit_name as varchar(20);
                """);
    }

    @AfterEach
    void close() {
        connection.close();
        await(pg.close(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1::int2",
                "1::int4",
                "1::int8",
                "1::numeric",
                "1::float8",
                "true",
                "'sad'::text",
                "'s'::\"char\"",
                "'sad'::fit_name",
                "'sad'::fit_mood",
                "gen_random_uuid()",
                "'2024-01-01'::date",
                "'2024-01-01'::timestamptz",
                "'1 day'::interval",
                "array[1]",
                "array[gen_random_uuid()]",
                "array['sad']",
                "int4range(1, 2)",
                "'\\x00'::bytea",
                "'{[1,2)}'::int4multirange",
                "('a', 1)::fit_address",
                "'1 1'::tsvector"
            })
    void tellsOfTheOnlyColumnWhatReadingItShows(String value) {
        List<String> disagreeing = new ArrayList<>();
        try (BlockingPgStatement statement = connection.prepare("select " + value + " as v")) {
            for (Class<?> type : CLASSES) {
                boolean told = statement.rowMismatches(type).isEmpty();
                if (told != isRead(statement, type)) {
                    disagreeing.add(type.getSimpleName() + " told: " + told);
                }
            }
        }
        assertThat(disagreeing).isEmpty();
    }

    /** A value of the right class that does not fit, such as a text of several letters, counts as read. */
    private static boolean isRead(BlockingPgStatement statement, Class<?> type) {
        try {
            statement.fetchOne(type);
            return true;
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            return message.contains("is no char") || message.contains("is no constant");
        }
    }

    @Test
    void leavesToTheRowsWhatOnlyTheirValuesTell() {
        try (BlockingPgStatement statement = connection.prepare("select array[[1], [2]] as v")) {
            assertThat(statement.rowMismatches(int[].class)).isEmpty();
            assertThatThrownBy(() -> statement.fetchOne(int[].class)).hasMessageContaining("of 2 dimensions");
            assertThat(statement.rowMismatches(int[][].class)).isEmpty();
            assertThat(statement.fetchOne(int[][].class)).isDeepEqualTo(new int[][] {{1}, {2}});
        }
        try (BlockingPgStatement statement = connection.prepare("select '[1]'::jsonb as v")) {
            assertThat(statement.rowMismatches(Map.class)).isEmpty();
            assertThatThrownBy(() -> statement.fetchOne(Map.class)).isInstanceOf(PgDataException.class);
            assertThat(statement.rowMismatches(Address.class)).hasSize(1);
        }
    }

    @Test
    void tellsAllComponentsThatCannotBeReadAsTheyAreDeclared() {
        String sql = "select 1 as id, 'a' as name, array[1] as counts, ('a', 1)::fit_address as home";
        try (BlockingPgStatement statement = connection.prepare(sql)) {
            assertThat(statement.rowMismatches(Item.class)).isEmpty();
            assertThat(statement.fetchOne(Item.class).counts()).containsExactly(1);
            assertThat(statement.rowMismatches(Misfit.class))
                    .hasSize(4)
                    .first()
                    .asString()
                    .isEqualTo("column \"id\" of type int4 cannot be read as java.util.UUID, which the component \"id\""
                            + " of record " + Misfit.class.getName() + " is");
        }
    }

    @Test
    void tellsColumnsAndComponentsWithoutACounterpart() {
        try (BlockingPgStatement statement = connection.prepare("select 'a' as street, 1 as number")) {
            assertThat(statement.rowMismatches(Address.class))
                    .singleElement()
                    .asString()
                    .contains("no column for its component \"no\"; there are [street, number]");
            assertThat(statement.rowMismatches(String.class))
                    .singleElement()
                    .asString()
                    .contains("is read from a row with one column; this one has 2");
        }
        try (BlockingPgStatement statement = connection.prepare("select 'a' as street, 1 as no, 2 as more")) {
            assertThat(statement.rowMismatches(Address.class))
                    .singleElement()
                    .asString()
                    .contains("no component for the column \"more\"");
        }
    }

    @Test
    void tellsWhichArgumentsATypeTakes() throws Exception {
        Type strings = getClass().getDeclaredField("strings").getGenericType();
        try (BlockingPgStatement statement = connection.prepare(
                "select $1::int4, $2::uuid, $3::timestamptz, $4::int4[], $5::text, $6::fit_mood, $7::numeric")) {
            assertThat(fits(statement, 0)).containsExactly(int.class, Long.class, BigDecimal.class);
            assertThat(fits(statement, 1)).containsExactly(String.class, UUID.class);
            assertThat(fits(statement, 2))
                    .contains(Instant.class, ZonedDateTime.class)
                    .doesNotContain(LocalDate.class);
            assertThat(fits(statement, 3)).containsExactly(int[].class, Long[].class);
            assertThat(fits(statement, 4)).containsExactly(String.class, Mood.class);
            assertThat(fits(statement, 5)).containsExactly(String.class, Mood.class);
            assertThat(fits(statement, 6)).contains(BigDecimal.class).doesNotContain(UUID.class);
            assertThat(statement.argumentMismatch(3, strings))
                    .hasValueSatisfying(why -> assertThat(why).contains("java.lang.String"));
            assertThat(statement.argumentMismatch(1, int.class))
                    .contains("uuid does not take a java.lang.Integer; give a UUID or its text, or cast in SQL");
            assertThat(statement.argumentMismatch(1, Address.class)).isEmpty();
            assertThatThrownBy(() -> statement.argumentMismatch(7, int.class))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @SuppressWarnings("unused") // for its type
    private static List<String> strings = List.of();

    private static List<Class<?>> fits(BlockingPgStatement statement, int index) {
        return Arrays.<Class<?>>asList(
                        int.class,
                        Long.class,
                        BigDecimal.class,
                        String.class,
                        UUID.class,
                        Instant.class,
                        ZonedDateTime.class,
                        LocalDate.class,
                        int[].class,
                        Long[].class,
                        Mood.class)
                .stream()
                .filter(type -> statement.argumentMismatch(index, type).isEmpty())
                .toList();
    }

    @Test
    void tellsTheNamesOfPlaceholdersAndWhatTheServerGets() {
        String sql = "select :b::int, :a::text, :b::int + 1 -- :c";
        assertThat(pg.sql(sql).names()).containsExactly("b", "a");
        assertThat(pg.blocking().sql(sql).serverText()).isEqualTo("select $1::int, $2::text, $1::int + 1 -- :c");
        assertThat(pg.reactive().sql(sql).names()).containsExactly("b", "a");
        assertThat(pg.sql("select $1").names()).isEmpty();
        assertThat(pg.sql("select $1").serverText()).isEqualTo("select $1");
        assertThatThrownBy(() -> pg.sql("select $1, :a").names()).isInstanceOf(PgMisuseException.class);
    }
}
