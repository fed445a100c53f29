package io.pgnative.spring.boot.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.autoconfigure.PgNativeAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgNativeExceptionTranslationAutoConfiguration;
import io.pgnative.spring.boot.autoconfigure.PgQueriesAutoConfiguration;
import io.pgnative.spring.boot.diagnostics.PgStartupException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;

/** What the database is asked about statements at start-up. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class PgQueriesValidationTest {

    private final ApplicationContextRunner runner;

    PgQueriesValidationTest(TestDatabase database) {
        database.execute("""
                drop table if exists shelf;
                create table shelf (
                    id int generated always as identity primary key, label text not null, since date, code uuid)
                """);
        this.runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgNativeAutoConfiguration.class, PgQueriesAutoConfiguration.class))
                .withPropertyValues("spring.pgnative.dsn=" + database.dsn());
    }

    record Shelf(int id, String label, LocalDate since, UUID code) {}

    record Wrong(UUID id, String label, LocalDate since, List<String> code) {}

    record Label(int id, String label) {}

    record Swapped(String id, int label) {}

    @SuppressWarnings("unused")
    interface Misfits {

        @Query("select labl from shelf")
        List<String> noColumn();

        @Query("selec label from shelf where id = :id")
        List<String> syntax(int id);

        @Query("select * from shelff")
        List<Shelf> noTable();

        @Query("select label from shelf where since > :since")
        List<String> argument(UUID since);

        @Query("select label from shelf where id = any(:ids)")
        List<String> arguments(List<String> ids);

        @Query("select label from shelf where id = $1 and label = $2")
        String count(int id);

        @Query("select id, label from shelf")
        List<Shelf> missingColumns();

        @Query("select * from shelf")
        List<Label> missingComponents();

        @Query("select * from shelf")
        List<Wrong> unreadable();

        @Query("select label from shelf")
        Optional<Integer> value();

        @Query("update shelf set label = 'x'")
        int noRows();

        @Query("insert into shelf (label) values (:label)")
        @Modifying(batch = true)
        int batch(List<Swapped> rows);

        @CopyIn("shelff")
        long copyToNoTable(Iterable<Object[]> rows);

        @CopyIn(
                value = "shelf",
                columns = {"id", "labl"})
        long copyToNoColumn(List<Label> rows);

        @CopyIn(
                value = "shelf",
                columns = {"id", "label"})
        long copyOfOthers(List<Swapped> rows);
    }

    @SuppressWarnings("unused")
    interface Fits {

        @Query("select * from shelf where id = :id or label = :label")
        List<Shelf> fits(Map<String, Object> source);

        @Query("select label from shelf where since < :since and code = any(:codes) and id = :id")
        @Nullable String taken(LocalDate since, List<UUID> codes, long id);

        @Query("insert into shelf (label) values (:label) returning id")
        int returning(String label);

        @Query("create table if not exists shelf_of_validation ()")
        void create();

        @CopyIn(
                value = "shelf",
                columns = {"id", "label"})
        long copy(List<Label> rows);

        @CopyIn("shelf")
        long copyAll(List<Shelf> rows);
    }

    private static void register(GenericApplicationContext context, Class<?>... types) {
        for (Class<?> type : types) {
            context.registerBean(
                    type.getSimpleName(), PgQueriesFactoryBean.class, () -> new PgQueriesFactoryBean<>(type, ""));
        }
    }

    @Test
    void looksAtNothingUnlessAsked() {
        runner.withInitializer(context -> register((GenericApplicationContext) context, Misfits.class))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void passesWhatFitsAndRunsNothing(TestDatabase database) {
        runner.withInitializer(context -> register((GenericApplicationContext) context, Fits.class))
                .withPropertyValues("spring.pgnative.queries.validate=true")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(database.query("select to_regclass('shelf_of_validation') is null and"
                                    + " not exists (select from shelf)"))
                            .isEqualTo("t");
                });
    }

    @Test
    void tellsAllStatementsThatDoNotFit() {
        runner.withInitializer(context -> register((GenericApplicationContext) context, Misfits.class, Fits.class))
                .withPropertyValues("spring.pgnative.queries.validate=true")
                .run(context -> {
                    String told = analyzed(context.getStartupFailure());
                    assertThat(told).startsWith("Of 21 statements of @PgQueries interfaces, these do not fit");
                    assertThat(told).doesNotContain(Fits.class.getName());
                    String name = "- " + Misfits.class.getName() + ".";
                    for (String expected : List.of(
                            "noColumn(): column \"labl\" does not exist (SQLSTATE 42703 at character 8)",
                            "syntax(int): syntax error at or near \"selec\" (SQLSTATE 42601 at character 1)",
                            "noTable(): relation \"shelff\" does not exist (SQLSTATE 42P01 at character 15)",
                            "argument(UUID): :since: date does not take a java.util.UUID; give a LocalDate",
                            "arguments(List): :ids: int4[] element 0",
                            "count(int): the statement has 2 parameters, and the method gives 1",
                            "missingColumns(): record " + Shelf.class.getName() + ": no column for its component",
                            "missingComponents(): record " + Label.class.getName() + ": no component for the column",
                            "unreadable(): column \"id\" of type int4 cannot be read as java.util.UUID",
                            "unreadable(): column \"code\" of type uuid cannot be read as java.util.List",
                            "value(): column \"label\" of type text cannot be read as java.lang.Integer",
                            "noRows(): the statement returns no rows; the method needs @Modifying",
                            "batch(List): :label: text does not take a java.lang.Integer",
                            "copyToNoTable(Iterable): relation \"shelff\" does not exist (SQLSTATE 42P01",
                            "copyToNoColumn(List): column \"labl\" of relation \"shelf\" does not exist (SQLSTATE 42703",
                            "copyOfOthers(List): the component \"id\": int4 does not take a java.lang.String",
                            "copyOfOthers(List): the component \"label\": text does not take a java.lang.Integer")) {
                        assertThat(told).contains(name + expected);
                    }
                    assertThat(told.lines()).hasSize(18);
                });
    }

    @Test
    @DisplayName("B56: a database that cannot be reached is told of in words")
    void tellsThatTheDatabaseCannotBeAsked() {
        ApplicationContextRunner asking = runner.withInitializer(
                        context -> register((GenericApplicationContext) context, Fits.class))
                .withPropertyValues(
                        "spring.pgnative.queries.validate=true", "spring.pgnative.pool.acquire-timeout=500ms");
        asking.withPropertyValues("spring.pgnative.dsn=postgres://nobody:s3cret@localhost:1/none")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.queries.validate: localhost:1/none cannot be asked about the"
                                + " statements of @PgQueries interfaces: ")
                        .doesNotContain("s3cret"));
        asking.withConfiguration(AutoConfigurations.of(PgNativeExceptionTranslationAutoConfiguration.class))
                .withPropertyValues("spring.pgnative.database=no_such_database")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .startsWith("spring.pgnative.queries.validate: ")
                        .contains("no_such_database"));
    }

    @Test
    void tellsWhatDoesNotFitAlsoWhereFailuresBecomeSprings() {
        runner.withConfiguration(AutoConfigurations.of(PgNativeExceptionTranslationAutoConfiguration.class))
                .withInitializer(context -> register((GenericApplicationContext) context, Misfits.class))
                .withPropertyValues("spring.pgnative.queries.validate=true")
                .run(context -> assertThat(analyzed(context.getStartupFailure()))
                        .contains("noTable(): relation \"shelff\" does not exist (SQLSTATE 42P01 at character 15)"));
    }

    private static String analyzed(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgStartupException found) {
                return found.analysis().getDescription();
            }
        }
        throw new AssertionError("not analyzed", failure);
    }
}
