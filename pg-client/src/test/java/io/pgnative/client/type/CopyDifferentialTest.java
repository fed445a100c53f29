package io.pgnative.client.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pgnative.client.BlockingPgConnection;
import io.pgnative.client.Numeric;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgDataException;
import io.pgnative.client.Row;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of every type that the server makes are copied out as rows, copied in again, and compared by the server. */
@ExtendWith(PostgresExtension.class)
class CopyDifferentialTest {

    private static final int VALUES = 200;

    private final PgClient client;
    private final BlockingPgConnection pg;
    private final int version;

    CopyDifferentialTest(Vertx vertx, TestDatabase database) {
        client = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        pg = client.blocking().acquire();
        version = pg.fetchValue(Integer.class, "select current_setting('server_version_num')::int / 10000")
                .orElseThrow();
        // What some of the values name.
        pg.execute("set client_min_messages = error; create schema if not exists regs;"
                + " create table if not exists regs.\"a \"\"b\"();"
                + " create or replace function regs.f(text, int[]) returns int language sql as 'select 1'");
    }

    @AfterEach
    void close() throws TimeoutException {
        pg.close();
        client.close(Duration.ofSeconds(5)).await(10, TimeUnit.SECONDS);
    }

    static Stream<String> binaryTypes() {
        return DifferentialTest.scalars().filter(type -> Codecs.codec(type).isBinary());
    }

    static Stream<String> textTypes() {
        return DifferentialTest.scalars().filter(type -> !Codecs.codec(type).isBinary());
    }

    /** Makes edges, random values and a NULL, and gives their number. */
    private int make(String type) {
        String column = sql(type);
        pg.execute("create temp table made(n int primary key, v " + column + ");"
                + " create temp table copied(like made)");
        List<String> edges = TypeSamples.edges(type, version);
        for (int i = 0; i < edges.size(); i++) {
            pg.execute("insert into made(n, v) values (" + (i + 1) + ", " + edges.get(i) + ")");
        }
        int all = edges.size() + VALUES;
        pg.fetch("select setseed(0.25)");
        pg.execute("insert into made(n, v) select n, " + TypeSamples.random(type) + " from generate_series("
                + (edges.size() + 1) + ", " + all + ") n");
        pg.execute("insert into made(n) values (" + (all + 1) + ")");
        return all + 1;
    }

    @ParameterizedTest
    @MethodSource("binaryTypes")
    void copiesWhatTheServerMadeOutAndInAgain(String type) {
        int made = make(type);
        List<@Nullable Object[]> rows = new ArrayList<>();
        try (Stream<Row> copied = pg.copyOut("made").columns("n", "v").rows()) {
            copied.forEach(row -> rows.add(new @Nullable Object[] {row.getInt(0), value(type, row)}));
        }
        assertThat(rows).hasSize(made);

        assertThat(pg.copyIn("copied").columns("n", "v").rows(rows).rowCount()).isEqualTo(made);

        assertThat(pg
                        .fetch("select m.n, m.v::text, c.v::text from made m full join copied c using (n)"
                                + " where m.n is null or c.n is null or " + differ(type))
                        .stream()
                        .map(Row::toString)
                        .toList())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("textTypes")
    void refusesTypesWithoutBinaryFormAndStaysUsable(String type) {
        make(type);
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> pg.copyIn("copied").columns("n", "v").rows(List.of()))
                .withMessageContaining("column \"v\" of type " + type + " is exchanged as text");
        assertThatExceptionOfType(PgDataException.class)
                .isThrownBy(() -> {
                    try (Stream<Row> rows = pg.copyOut("made").columns("n", "v").rows()) {
                        rows.forEach(row -> {});
                    }
                })
                .withMessageContaining("column \"v\" of type " + type + " is exchanged as text");
        assertThat(pg.fetchValue(Integer.class, "select 1")).contains(1);
    }

    /** What {@link #copiesWhatTheServerMadeOutAndInAgain} relies on. */
    @Test
    void noticesWhatIsNotTheSame() {
        make("float8");
        pg.execute("insert into copied select n, v from made");
        pg.execute("update copied set v = -0.0 where n = (select n from made where v > 1 limit 1)");
        assertThat(pg.fetch("select m.n from made m full join copied c using (n) where " + differ("float8"))
                        .size())
                .isEqualTo(1);
    }

    private static @Nullable Object value(String type, Row row) {
        return switch (type) {
            case "json", "jsonb" -> row.getString(1);
            case "numeric" -> row.get(1, Numeric.class);
            default -> row.get(1);
        };
    }

    private static String sql(String type) {
        // Unquoted, these two are other types, or are taken for one bit.
        return type.equals("char") || type.equals("bit") ? '"' + type + '"' : type;
    }

    /** The bytes are not the same. Those of tsquery depend on who made it; its text tells all. */
    private static String differ(String type) {
        return type.equals("tsquery")
                ? "m.v::text is distinct from c.v::text"
                : "not record_image_eq(row(m.v), row(c.v))";
    }
}
