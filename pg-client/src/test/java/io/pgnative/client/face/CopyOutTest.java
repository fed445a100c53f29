package io.pgnative.client.face;

import static io.pgnative.client.CopyOption.delimiter;
import static io.pgnative.client.CopyOption.escape;
import static io.pgnative.client.CopyOption.forceQuote;
import static io.pgnative.client.CopyOption.header;
import static io.pgnative.client.CopyOption.nullString;
import static io.pgnative.client.CopyOption.quote;
import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.CommandResult;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** Data from tables and queries. */
@ExtendWith(PostgresExtension.class)
class CopyOutTest {

    record Item(int id, String name) {}

    private final Vertx vertx;
    private final PgClient pg;
    private final BlockingPgClient blocking;
    private final ReactivePgClient reactive;

    CopyOutTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        pg = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(2).build();
        blocking = pg.blocking();
        reactive = pg.reactive();
    }

    @BeforeEach
    void create() {
        blocking.execute(
                "drop table if exists item; drop schema if exists \"Two\" cascade;"
                        + "create table item(id int4, name text, n int4 generated always as (id + 1) stored);"
                        + "insert into item select g, 'i' || g from generate_series(1, 6) g; create schema \"Two\";"
                        + "create table \"Two\".\"Table\"(a text, \"B\" int4); insert into \"Two\".\"Table\" values ('x;y', null)");
    }

    @AfterEach
    void close() {
        await(pg.close(Duration.ofSeconds(5)));
    }

    private String copied(io.pgnative.client.BlockingPgCopyOut copy) {
        try (InputStream in = copy.bytes()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final String ITEMS = "1\ti1\n2\ti2\n3\ti3\n4\ti4\n5\ti5\n6\ti6\n";

    @Test
    @DisplayName("A091: text by default, the tag COPY 6, to every kind of sink, on all faces")
    void copiesToEverySink(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("items");
        CommandResult six = new CommandResult("COPY 6", 6);
        assertThat(await(pg.copyOut("item").to(file))).isEqualTo(six);
        assertThat(file).hasContent(ITEMS);
        Files.writeString(file, "old and longer than what comes, so that it must be emptied first");
        assertThat(blocking.copyOut("item").to(file)).isEqualTo(six);
        assertThat(file).hasContent(ITEMS);
        assertThat(reactive.copyOut("item").to(file).block()).isEqualTo(six);
        var bytes = new ByteArrayOutputStream();
        assertThat(await(pg.copyOut("item").to(bytes))).isEqualTo(six);
        assertThat(blocking.copyOut("item").to(bytes)).isEqualTo(six);
        assertThat(reactive.copyOut("item").to(bytes).block()).isEqualTo(six);
        assertThat(bytes).hasToString(ITEMS.repeat(3));
        Path second = directory.resolve("second");
        CommandResult streamed = await(
                vertx.fileSystem().open(second.toString(), new OpenOptions()).compose(stream -> pg.copyOut("item")
                        .to(stream)));
        assertThat(streamed).isEqualTo(six);
        assertThat(second).hasContent(ITEMS);
        assertThat(copied(blocking.copyOut("item"))).isEqualTo(ITEMS);
        assertThat(text(reactive.copyOut("item").bytes())).isEqualTo(ITEMS);
        assertThat(text(JdkFlowAdapter.flowPublisherToFlux(pg.copyOut("item").bytes())))
                .isEqualTo(ITEMS);
    }

    private static String text(Flux<ByteBuffer> bytes) {
        return bytes.map(piece -> StandardCharsets.UTF_8.decode(piece).toString())
                .collectList()
                .map(pieces -> String.join("", pieces))
                .blockOptional(Duration.ofSeconds(20))
                .orElseThrow();
    }

    @Test
    @DisplayName("A091: columns, schema, CSV, delimiter, null, header, quote, escape, force_quote")
    void copiesWithOptions() {
        assertThat(copied(blocking.copyOut("\"Two\".\"Table\"")
                        .columns("B", "a")
                        .csv(
                                header(),
                                delimiter(';'),
                                nullString("its \\nil"),
                                quote('\''),
                                escape('!'),
                                forceQuote("B"))))
                .isEqualTo("B;a\nits \\nil;'x;y'\n");
        assertThat(copied(blocking.copyOut("select id, name from item where id < 2")
                        .csv(forceQuote())))
                .isEqualTo("\"1\",\"i1\"\n");
    }

    @Test
    @DisplayName("A091: arguments of a query are written by the server, outside of strings and comments only")
    void copiesQueriesWithArguments() {
        String query =
                "select id, $1 as a, '$1', $$ $1 $$, $2::date -- $1\n from item where name = $1 and id > $3::numeric"
                        + " and $4::text is null and n = any($5) /* $1 */;";
        assertThat(copied(blocking.copyOut(
                        query, "i3", LocalDate.of(2024, 2, 29), new BigDecimal("0.5"), null, new int[] {4, 5})))
                .isEqualTo("3\ti3\t$1\t $1 \t2024-02-29\n");
        assertThat(copied(blocking.copyOut("select $1::text, $2::bytea", "it's \\ '", new byte[] {1, 2})))
                .isEqualTo("it's \\\\ '\t\\\\x0102\n");
        assertThatThrownBy(() -> blocking.copyOut("select $1::int4", "x").rows().toList())
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("argument 1 of type int4");
        assertThatThrownBy(() -> copied(blocking.copyOut("select $1::int4", 1, 2)))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("takes 1 argument, but 2 were given");
        assertThatThrownBy(() -> blocking.copyOut("item", 1)).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(() -> copied(blocking.copyOut("select * from nowhere where a = $1", 1)))
                .isInstanceOf(PgServerException.class);
    }

    @Test
    @DisplayName("S11: an argument cannot become anything but a value, whatever stands beside it")
    void writesHostileArgumentsAsValues() {
        assertThat(copied(blocking.copyOut("select 1-$1::int4, 2", -7))).isEqualTo("8\t2\n");
        assertThat(copied(blocking.copyOut("select 1 -$1::numeric -- rest\n, 2", new BigDecimal("-7"))))
                .isEqualTo("8\t2\n");
        for (String hostile : List.of(
                "'; drop table item; --",
                "\\'; drop table item; --",
                "$$; drop table item; $$",
                "*/ x /*",
                "\\",
                "$1")) {
            assertThat(copied(blocking.copyOut(
                            "select $1::text = $2::text, E'a\\'' || $1::text = E'a\\'' || $2, $q$ $1 $q$",
                            hostile,
                            hostile)))
                    .as(hostile)
                    .isEqualTo("t\tt\t $1 \n");
        }
        assertThat(blocking.fetchValue(Long.class, "select count(*) from item")).isPresent();
    }

    @Test
    void copiesRows() {
        List<Item> items = blocking.copyOut("item").rows(Item.class).toList();
        assertThat(items).hasSize(6).startsWith(new Item(1, "i1"));
        assertThat(reactive.copyOut("item").rows(Item.class).collectList().block())
                .isEqualTo(items);
        assertThat(JdkFlowAdapter.flowPublisherToFlux(pg.copyOut("item").rows(Item.class))
                        .collectList()
                        .block())
                .isEqualTo(items);
        List<Row> rows = blocking.copyOut("select id, array[name] as names, null::int8 from item where id = $1", 2)
                .rows()
                .toList();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).get("names", String[].class)).containsExactly("i2");
        assertThat(rows.get(0).isNull(2)).isTrue();
        try (Stream<Row> many =
                blocking.copyOut("select g from generate_series(1, 100000) g").rows()) {
            assertThat(many.mapToLong(row -> row.getInt(0)).sum()).isEqualTo(5000050000L);
        }
        assertThatThrownBy(() -> blocking.copyOut("select relacl[1] as a from pg_class")
                        .rows()
                        .toList())
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("column \"a\" of type aclitem");
        assertThatThrownBy(() ->
                        blocking.copyOut("select 'x' as id").rows(Item.class).toList())
                .isInstanceOf(PgDataException.class);
        assertThatThrownBy(() -> blocking.copyOut("item").csv().rows()).isInstanceOf(PgMisuseException.class);
    }

    @Test
    @DisplayName("A092: rows of 1 MB come whole")
    void copiesRowsOfAMegabyte() {
        String query = "select g, repeat('z', 1048576) from generate_series(1, 5) g";
        assertThat(copied(blocking.copyOut(query))).hasSize(5 * (1048576 + 3)).endsWith("z\n");
        assertThat(blocking.copyOut(query).rows().mapToInt(row -> String.valueOf(row.getString(1))
                        .length()))
                .containsExactly(1048576, 1048576, 1048576, 1048576, 1048576);
    }

    @Test
    void tellsTheProgress() {
        List<CopyProgress> progress = new CopyOnWriteArrayList<>();
        var bytes = new ByteArrayOutputStream();
        blocking.copyOut("select repeat('p', 99) from generate_series(1, 50000)")
                .progress(progress::add)
                .to(bytes);
        assertThat(bytes.size()).isEqualTo(5_000_000);
        assertThat(progress).hasSizeBetween(2, 6);
        assertThat(progress.get(0).rows()).isEqualTo(progress.get(0).bytes() / 100);
        assertThat(progress.get(progress.size() - 1)).isEqualTo(new CopyProgress(50_000, 5_000_000));
    }

    @Test
    void copiesInTransactions() {
        var seen = new ByteArrayOutputStream();
        CommandResult result = blocking.inTransaction(tx -> {
            tx.execute("delete from item where id > 1");
            return tx.copyOut("item").to(seen);
        });
        assertThat(result).isEqualTo(new CommandResult("COPY 1", 1));
        assertThat(seen).hasToString("1\ti1\n");
    }

    @Test
    void copiesWhatACopyGives() {
        blocking.execute("create table if not exists again(id int4, name text); truncate again");
        reactive.copyIn("again")
                .binary()
                .from(reactive.copyOut("item").binary().bytes())
                .block();
        reactive.copyIn("again")
                .rows(reactive.copyOut("select id, name from again").rows(Item.class))
                .block();
        assertThat(blocking.fetchValue(Long.class, "select count(*) from again"))
                .contains(12L);
    }

    @Test
    void tellsTheServersErrors(@TempDir Path directory) {
        assertThatThrownBy(() -> copied(blocking.copyOut("nowhere"))).isInstanceOf(PgServerException.class);
        assertThatThrownBy(() -> copied(blocking.copyOut("select 1 / (g - 50000) from generate_series(1, 100000) g")))
                .hasMessageContaining("22012");
        assertThatThrownBy(() -> blocking.copyOut("select 1 / (g - 50000) from generate_series(1, 100000) g")
                        .rows()
                        .count())
                .hasMessageContaining("22012");
        assertThatThrownBy(() -> blocking.copyOut("nowhere").to(directory.resolve("no/file")))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(NoSuchFileException.class);
        assertThat(blocking.fetch("select 1").size()).isOne();
    }
}
