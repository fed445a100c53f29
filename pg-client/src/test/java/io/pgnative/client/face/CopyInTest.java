package io.pgnative.client.face;

import static io.pgnative.client.CopyOption.defaultString;
import static io.pgnative.client.CopyOption.delimiter;
import static io.pgnative.client.CopyOption.forceNotNull;
import static io.pgnative.client.CopyOption.forceNull;
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
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** Data to tables. */
@ExtendWith(PostgresExtension.class)
class CopyInTest {

    record Line(int id, @Nullable String sku, @Nullable LocalDate day) {}

    /** A bean. */
    public static final class LineBean {

        private final int orderId;

        LineBean(int orderId) {
            this.orderId = orderId;
        }

        public int getOrderId() {
            return orderId;
        }
    }

    private final Vertx vertx;
    private final PgClient pg;
    private final BlockingPgClient blocking;
    private final ReactivePgClient reactive;

    CopyInTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        pg = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(2).build();
        blocking = pg.blocking();
        reactive = pg.reactive();
    }

    @BeforeEach
    void create() {
        blocking.execute("drop table if exists line; create table line(id int4, sku text, day date)");
    }

    @AfterEach
    void close() {
        await(pg.close(Duration.ofSeconds(5)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<Line> stored() {
        return blocking.fetch(Line.class, "select * from line order by id");
    }

    private static final List<Line> LINES =
            List.of(new Line(1, "a", LocalDate.of(2024, 2, 29)), new Line(2, null, null));

    private static final String TEXT = "1\ta\t2024-02-29\n2\t\\N\t\\N\n";

    @Test
    @DisplayName("A096: text from bytes, a buffer, a stream, a path, publishers and streams of Vert.x, on all faces")
    void copiesFromEverySource(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("lines.txt"), utf8(TEXT));
        ByteBuffer buffer =
                ByteBuffer.wrap(utf8("xx" + TEXT + "yy"), 2, TEXT.length()).asReadOnlyBuffer();
        Flux<ByteBuffer> pieces = Flux.fromArray(TEXT.split("(?<=\t)")).map(piece -> ByteBuffer.wrap(utf8(piece)));
        List<CommandResult> results = new ArrayList<>();
        List<Runnable> copies = List.of(
                () -> results.add(await(pg.copyIn("line").from(utf8(TEXT)))),
                () -> results.add(await(pg.copyIn("line").from(buffer))),
                () -> results.add(await(pg.copyIn("line").from(new ByteArrayInputStream(utf8(TEXT))))),
                () -> results.add(await(pg.copyIn("line").from(file))),
                () -> results.add(await(pg.copyIn("line").from(JdkFlowAdapter.publisherToFlowPublisher(pieces)))),
                () -> results.add(await(vertx.fileSystem()
                        .open(file.toString(), new OpenOptions().setWrite(false))
                        .compose(stream -> pg.copyIn("line").from(stream)))),
                () -> results.add(blocking.copyIn("line").from(utf8(TEXT))),
                () -> results.add(blocking.copyIn("line").from(buffer)),
                () -> results.add(blocking.copyIn("line").from(new ByteArrayInputStream(utf8(TEXT)))),
                () -> results.add(blocking.copyIn("line").from(file)),
                () -> results.add(blocking.copyIn("line").from(JdkFlowAdapter.publisherToFlowPublisher(pieces))),
                () -> results.add(reactive.copyIn("line").from(utf8(TEXT)).block()),
                () -> results.add(reactive.copyIn("line").from(buffer).block()),
                () -> results.add(reactive.copyIn("line")
                        .from(new ByteArrayInputStream(utf8(TEXT)))
                        .block()),
                () -> results.add(reactive.copyIn("line").from(file).block()),
                () -> results.add(reactive.copyIn("line").from(pieces).block()));
        for (Runnable copy : copies) {
            copy.run();
            assertThat(stored()).isEqualTo(LINES);
            blocking.execute("truncate line");
        }
        assertThat(results).hasSize(copies.size()).containsOnly(new CommandResult("COPY 2", 2));
        assertThat(buffer.remaining()).isEqualTo(TEXT.length());
    }

    @Test
    @DisplayName("A096: CSV with its options, force_not_null and force_null")
    void copiesCsv() {
        blocking.copyIn("line")
                .csv(header(), delimiter(';'), quote('\''), nullString("nil"), forceNotNull("sku"), forceNull("day"))
                .from(utf8("id;sku;day\n1;'a';2024-02-29\n2;nil;'nil'\n"));
        assertThat(stored()).containsExactly(new Line(1, "a", LocalDate.of(2024, 2, 29)), new Line(2, "nil", null));
    }

    @Test
    void copiesColumnsAndConditions() {
        blocking.execute("alter table line alter sku set default 'none'");
        CommandResult result = blocking.copyIn("public.line")
                .columns("id")
                .where("id > 1 -- not all")
                .from(utf8("1\n2\n3\n"));
        assertThat(result).isEqualTo(new CommandResult("COPY 2", 2));
        assertThat(stored()).containsExactly(new Line(2, "none", null), new Line(3, "none", null));
    }

    @Test
    @DisplayName("A097: rows that do not fit the format are the server's error, and the connection is reusable")
    void tellsWhatTheServerSaysOfTheData() {
        assertThatThrownBy(() -> blocking.copyIn("line").from(utf8("1\ta\n")))
                .isInstanceOfSatisfying(
                        PgServerException.class, e -> assertThat(e.sqlState()).isEqualTo("22P04"))
                .hasMessageContaining("missing data for column \"day\"");
        assertThat(stored()).isEmpty();
    }

    @Test
    void copiesRowsOfEveryKindInBinary() {
        List<Object> rows = new ArrayList<>();
        rows.add(new Object[] {1, "a", LocalDate.of(2024, 2, 29)});
        rows.add(Arrays.asList(2, null, null));
        rows.add(new Line(3, "c", null));
        assertThat(blocking.copyIn("line").rows(rows)).isEqualTo(new CommandResult("COPY 3", 3));
        assertThat(await(pg.copyIn("line").columns("sku", "id").rows(List.of(List.of("d", 4))))
                        .rowCount())
                .isOne();
        reactive.copyIn("line")
                .columns("id")
                .rows(Flux.range(5, 5000).map(List::of))
                .block();

        assertThat(blocking.fetchValue(Long.class, "select count(*) from line")).contains(5004L);
        assertThat(stored().subList(0, 4))
                .containsExactly(
                        new Line(1, "a", LocalDate.of(2024, 2, 29)),
                        new Line(2, null, null),
                        new Line(3, "c", null),
                        new Line(4, "d", null));
    }

    @Test
    void copiesBeansAndMapsByName() {
        blocking.execute("drop table if exists by_name; create table by_name(order_id int4)");
        blocking.copyIn("by_name").rows(List.of(new LineBean(1), Map.of("order_id", 2), Map.of("orderId", 3)));
        assertThat(blocking.fetch(Integer.class, "select order_id from by_name order by 1"))
                .containsExactly(1, 2, 3);
        assertThatThrownBy(() -> blocking.copyIn("line").rows(List.of(Map.of("id", 1))))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("row 0")
                .hasMessageContaining("no value for column \"sku\"");
    }

    @Test
    void leavesOutGeneratedColumnsAndFillsIdentities() {
        blocking.execute("drop table if exists \"Odd \"\" Name\"; create table \"Odd \"\" Name\"("
                + "id int8 generated always as identity, gone text, \"Twice\" int4 generated always as (n * 2) stored,"
                + " n int4, tags text[]); alter table \"Odd \"\" Name\" drop column gone");
        blocking.copyIn("\"Odd \"\" Name\"").rows(List.of(List.of(7L, 21, List.of("x", "y"))));
        assertThat(blocking.fetchOne("select * from \"Odd \"\" Name\"").getInt("Twice"))
                .isEqualTo(42);
        blocking.copyIn("public.\"Odd \"\" Name\"").columns("n").rows(List.of(List.of(1)));
        assertThat(blocking.fetchOne("select id from \"Odd \"\" Name\" where n = 1")
                        .getLong(0))
                .isOne();
    }

    @Test
    void refusesRowsThatDoNotFitNamingRowAndColumn() {
        List<List<?>> rows = List.of(List.of(1), List.of("x"));
        assertThatThrownBy(() -> blocking.copyIn("line").columns("id").rows(rows))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("row 1")
                .hasMessageContaining("\"id\"")
                .hasMessageContaining("int4");
        for (List<?> row : List.of(List.of(), List.of(1, 2))) {
            assertThatThrownBy(() -> blocking.copyIn("line").columns("id").rows(List.of(List.of(9), row)))
                    .isInstanceOf(PgDataException.class)
                    .hasMessageContaining("row 1")
                    .hasMessageContaining("1 column");
        }
        assertThat(stored()).isEmpty();
    }

    @Test
    void refusesTypesThatAreExchangedAsText() {
        blocking.execute("drop table if exists texts; create table texts(id int4, a aclitem)");
        assertThatThrownBy(() -> blocking.copyIn("texts").rows(List.of(List.of(1, "x=r/y"))))
                .isInstanceOf(PgDataException.class)
                .hasMessageContaining("column \"a\" of type aclitem");
        assertThat(blocking.copyIn("texts").columns("id").from(utf8("1\n")).rowCount())
                .isOne();
    }

    @Test
    void runsInTransactionsAndOnConnections() {
        assertThatThrownBy(() -> blocking.inTransaction(tx -> {
                    tx.copyIn("line").rows(LINES);
                    tx.inTransaction(inner -> inner.copyIn("line").from(utf8(TEXT)));
                    assertThat(tx.fetch("select * from line").size()).isEqualTo(4);
                    throw new IllegalStateException("back");
                }))
                .hasMessage("back");
        assertThat(stored()).isEmpty();
        CommandResult first = blocking.inTransaction(tx -> tx.copyIn("line").from(utf8(TEXT)));
        assertThat(first.rowCount()).isEqualTo(2);
        blocking.withConnection(connection -> {
            connection.execute("create temp table line_of_mine (like line)");
            connection.copyIn("line_of_mine").rows(LINES);
            return assertThat(connection.fetch(Line.class, "select * from line_of_mine"))
                    .isEqualTo(LINES);
        });
    }

    @Test
    void tellsTheProgress() {
        List<CopyProgress> progress = new CopyOnWriteArrayList<>();
        byte[] data = utf8("1\taaaaaaaaaa\t2024-01-01\n".repeat(100_000));
        await(pg.copyIn("line").progress(progress::add).from(data));
        assertThat(progress).hasSizeBetween(2, 1 + data.length / (1024 * 1024));
        assertThat(progress.get(progress.size() - 1)).isEqualTo(new CopyProgress(100_000, data.length));
        assertThat(progress.get(0).bytes()).isGreaterThanOrEqualTo(1024 * 1024);
        assertThat(progress.get(0).rows()).isBetween(40_000L, 50_000L);
        assertThatThrownBy(() -> await(pg.copyIn("line")
                        .progress(now -> {
                            throw new IllegalStateException("mine");
                        })
                        .from(data)))
                .hasMessage("mine");
        assertThat(blocking.fetch("select 1").size()).isOne();
    }

    @Test
    @DisplayName("A096: 100 pieces of 2 MB from an asynchronous source, never more of them than asked for")
    void copiesLargePieces() {
        blocking.execute("drop table if exists large; create table large(t text)");
        byte[] piece = new byte[2 * 1024 * 1024];
        Arrays.fill(piece, (byte) 'x');
        for (int i = 1023; i < piece.length; i += 1024) {
            piece[i] = '\n';
        }
        Flux<ByteBuffer> source = Flux.range(0, 100).map(i -> ByteBuffer.wrap(piece));
        CommandResult result = reactive.copyIn("large").from(source).block(Duration.ofMinutes(2));
        assertThat(result).isEqualTo(new CommandResult("COPY 204800", 204800));
        blocking.execute("drop table large");
    }

    @Test
    void copiesRowsOfAMegabyte() {
        String large = "y".repeat(1024 * 1024);
        blocking.copyIn("line").rows(() -> IntStream.range(0, 5)
                .mapToObj(i -> (Object) new Line(i, large, null))
                .iterator());
        blocking.copyIn("line").columns("id", "sku").from(utf8("5\t" + large + "\n"));
        assertThat(blocking.fetchOne("select count(*), min(length(sku)), max(length(sku)) from line")
                        .as(Lengths.class))
                .isEqualTo(new Lengths(6, 1024 * 1024, 1024 * 1024));
    }

    record Lengths(long count, int min, int max) {}

    @Test
    void sendsNothingWhenAFileCannotBeOpened(@TempDir Path directory) {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> blocking.copyIn("no_such_table").from(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(NoSuchFileException.class);
        assertThat(pg.copyIn("no_such_table").from(missing).transform((result, failure) -> {
                    assertThat(failure).isInstanceOf(NoSuchFileException.class);
                    return io.vertx.core.Future.succeededFuture(true);
                }))
                .satisfies(checked -> assertThat(await(checked)).isTrue());
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> await(pg.copyIn("line").csv().rows(LINES)))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("binary format");
        assertThatThrownBy(() -> blocking.copyIn("line; drop table line"))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("name of a table");
        assertThatThrownBy(() -> blocking.copyIn("no_such_table").rows(LINES))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("42P01");
        int version = blocking.withConnection(c -> c.serverVersion().major());
        if (version < 16) {
            assertThatThrownBy(() ->
                            blocking.copyIn("line").text(defaultString("\\D")).from(utf8("")))
                    .isInstanceOf(PgMisuseException.class)
                    .hasMessageContaining("defaultString needs a server of version 16");
        } else {
            blocking.execute("alter table line alter sku set default 'd'");
            blocking.copyIn("line").text(defaultString("\\D")).from(utf8("1\t\\D\t\\N\n"));
            assertThat(stored()).containsExactly(new Line(1, "d", null));
        }
    }
}
