package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.composite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.Composite;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Types that change while a client knows them: a true error first, then the new type. */
@ExtendWith(PostgresExtension.class)
class TypeChangesTest {

    enum Mood {
        SAD,
        HAPPY
    }

    private static final String READ = "select a from place";
    private static final String WRITE = "select ($1::point3).x";

    private final TestDatabase database;
    private final PgClient pg;

    TypeChangesTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        this.pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .poolMaxSize(2)
                .mapEnum(Mood.class, "mood")
                .build();
    }

    @BeforeEach
    void types() {
        database.execute("""
                drop table if exists place; drop type if exists point3 cascade; drop type if exists mood cascade;
                create type point3 as (x int, y int);
                create type mood as enum ('sad');
                create table place (a point3);
                insert into place values (row(1, 2));
                """);
    }

    @AfterEach
    void close() {
        await(pg.close(Duration.ofSeconds(5)));
    }

    private Composite read() {
        return composite(await(pg.fetchOne(READ)), 0);
    }

    @Test
    @DisplayName("A059: an attribute is added: an error that says so, then the new attribute")
    void readsAnAddedAttributeAtTheSecondAttempt() {
        assertThat(read().names()).containsExactly("x", "y");
        database.execute("alter type point3 add attribute z int");
        assertThatThrownBy(this::read)
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("column \"a\"")
                .hasMessageContaining("the type was altered");
        assertThat(read().names()).containsExactly("x", "y", "z");
    }

    @Test
    void readsADroppedAndARetypedAttributeAtTheSecondAttempt() {
        read();
        database.execute("alter type point3 drop attribute y");
        assertThatThrownBy(this::read).hasMessageContaining("the type was altered");
        assertThat(read().names()).containsExactly("x");
        database.execute("alter type point3 drop attribute x, add attribute x text");
        assertThatThrownBy(this::read).hasMessageContaining("the type was altered");
        assertThat(read().names()).containsExactly("x");
    }

    @Test
    void noticesAnAlteredTypeWithinAnother() {
        String sql = "select array[row(a, 1)::holder] from place";
        database.execute("create type holder as (a point3, n int)");
        assertThat(composite(holders(sql).get(0), "a").names()).containsExactly("x", "y");
        database.execute("alter type point3 add attribute z int");
        assertThatThrownBy(() -> composite(holders(sql).get(0), "a")).hasMessageContaining("was altered");
        assertThat(composite(holders(sql).get(0), "a").names()).containsExactly("x", "y", "z");
        database.execute("drop type holder");
    }

    private List<Composite> holders(String sql) {
        return List.of(Objects.requireNonNull(await(pg.fetchOne(sql)).get(0, Composite[].class)));
    }

    @Test
    @DisplayName("A061: what one connection has noticed, the others know, in a transaction too")
    void tellsTheOtherConnections() {
        await(pg.withConnection(first -> pg.withConnection(second -> first.fetchOne(READ)
                .compose(row -> second.fetchOne(READ))
                .map(row -> {
                    database.execute("alter type point3 add attribute z int");
                    return row;
                })
                .compose(row -> first.fetchOne(READ))
                .map(row -> {
                    assertThatThrownBy(() -> row.get("a")).hasMessageContaining("was altered");
                    return row;
                })
                .compose(row -> second.inTransaction(tx -> tx.fetchOne(READ)))
                .map(row -> {
                    assertThat(composite(row, 0).size()).isEqualTo(3);
                    return row;
                }))));
    }

    @Test
    void writesAnAlteredTypeAtTheSecondAttempt() {
        assertThat(await(pg.fetchValue(Integer.class, WRITE, Map.of("x", 1, "y", 2))))
                .contains(1);
        database.execute("alter type point3 add attribute z int");
        assertThatThrownBy(() -> await(pg.fetchOne(WRITE, Map.of("x", 1, "y", 2))))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("42804");
        assertThat(await(pg.fetchValue(Integer.class, WRITE, Map.of("x", 1, "z", 2))))
                .contains(1);
    }

    @Test
    @DisplayName("F17: a type that was dropped and made anew is known after a failure")
    void meetsATypeThatWasDroppedAndMadeAnew() {
        await(pg.fetchOne(WRITE, Map.of("x", 1)));
        await(pg.fetchOne("select $1::mood", Mood.SAD));
        database.execute("drop table place; drop type point3; drop type mood;"
                + " create type mood as enum ('happy'); create type point3 as (x int, n int)");
        for (int attempt = 0; attempt < 3; attempt++) {
            await(pg.fetchOne(WRITE, Map.of("x", 1)).otherwiseEmpty());
            await(pg.fetchOne("select $1::mood", Mood.HAPPY).otherwiseEmpty());
        }
        assertThat(await(pg.fetchValue(Integer.class, WRITE, Map.of("x", 5, "n", 1))))
                .contains(5);
        assertThat(await(pg.fetchValue(Mood.class, "select $1::mood", Mood.HAPPY)))
                .contains(Mood.HAPPY);
    }

    @Test
    void failsTrulyBeforeATypeThatWasMadeAnewIsKnown() {
        await(pg.fetchOne(WRITE, Map.of("x", 1)));
        database.execute("drop table place; drop type point3; create type point3 as (x int, n int)");
        assertThatThrownBy(() -> await(pg.fetchOne(WRITE, Map.of("x", 1)))).isInstanceOf(PgServerException.class);
        assertThat(await(pg.fetchValue(Integer.class, WRITE, Map.of("x", 1)))).contains(1);
    }

    @Test
    @DisplayName("F17: after a type was dropped each call fails with what the server says, and others do not")
    void failsClearlyAfterATypeWasDropped() {
        await(pg.fetchOne(WRITE, Map.of("x", 1)));
        database.execute("drop table place; drop type point3");
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> await(pg.fetchOne(WRITE, Map.of("x", 1))))
                    .isInstanceOf(PgServerException.class)
                    .hasMessageContaining(attempt == 0 ? "type" : "\"point3\" does not exist");
        }
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
    }

    @Test
    @DisplayName("F17: a label that was added can be written and read")
    void passesNewLabelsOnWithoutALookup() {
        assertThat(await(pg.fetchValue(String.class, "select $1::mood", "sad"))).contains("sad");
        database.execute("alter type mood add value 'happy'");
        assertThat(await(pg.fetchValue(String.class, "select $1::mood", "happy")))
                .contains("happy");
        assertThat(await(pg.fetchValue(Mood.class, "select 'happy'::mood"))).contains(Mood.HAPPY);
        pg.reloadTypes();
        assertThat(await(pg.fetchValue(Mood.class, "select $1::mood", Mood.HAPPY)))
                .contains(Mood.HAPPY);
    }

    @Test
    void forgetsWhenAskedToOnEachFace() {
        for (Runnable reload : List.<Runnable>of(
                pg::reloadTypes,
                pg.blocking()::reloadTypes,
                pg.reactive()::reloadTypes,
                () -> pg.blocking().withConnection(c -> {
                    c.reloadTypes();
                    return 1;
                }),
                () -> await(pg.withConnection((PgConnection c) -> {
                    c.reloadTypes();
                    return c.execute("");
                })),
                () -> pg.reactive()
                        .withConnection(c -> {
                            c.reloadTypes();
                            return c.fetchOne("select 1");
                        })
                        .block())) {
            int before = read().size();
            database.execute("alter type point3 add attribute a" + before + " int");
            reload.run();
            assertThat(read().size()).isEqualTo(before + 1);
        }
    }
}
