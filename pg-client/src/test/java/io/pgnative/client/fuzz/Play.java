package io.pgnative.client.fuzz;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgCursor;
import io.pgnative.client.Rows;
import io.pgnative.client.fuzz.Calls.Source;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a client, on one connection, one after the other. The first column of each row is a text that no other row
 * has, so that it can be told which answer it belongs to.
 */
enum Play {
    STARTUP_MD5("fuzz_md5") {
        @Override
        void perform(PgClient pg, Calls calls) {
            calls.done(pg.withConnection(connection -> Future.succeededFuture(connection.processId())));
        }
    },
    STARTUP_SCRAM("fuzz_scram") {
        @Override
        void perform(PgClient pg, Calls calls) {
            calls.done(pg.withConnection(connection -> Future.succeededFuture(connection.processId())));
        }
    },
    EXTENDED_QUERY {
        @Override
        void perform(PgClient pg, Calls calls) {
            calls.rows(pg.fetch(SERIES, "q1", 3));
            calls.rows(pg.fetch(SERIES, "q2", 3));
            calls.rows(pg.fetch("select $1::text as other, null::int4", "q3"));
        }
    },
    PIPELINE {
        @Override
        void perform(PgClient pg, Calls calls) {
            PgConnection connection = calls.end(pg.acquire());
            if (connection != null) {
                calls.rows(connection.fetch(SERIES, "p0", 2));
                List<Future<Rows>> running = IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> connection.fetch(SERIES, "p" + i, 2))
                        .toList();
                running.forEach(calls::rows);
                calls.done(connection.close());
            }
        }
    },
    ERROR {
        @Override
        void perform(PgClient pg, Calls calls) {
            String fails = "select 'e' || i, 10 / (3 - i) from generate_series(1, 5) i";
            calls.rows(pg.fetch(fails));
            calls.rows(pg.fetch(fails));
            calls.rows(pg.fetch(SERIES, "ok", 2));
        }
    },
    BATCH {
        @Override
        void perform(PgClient pg, Calls calls) {
            String sql = "select 'b' || $1::int4";
            calls.rows(pg.fetchMany(sql, List.of(1, 2, 3, 4, 5)));
            calls.rows(pg.fetchMany(sql, List.of(6, 7, 8, 9, 10)));
            calls.done(pg.executeMany("select 10 / $1::int4", List.of(1, 2, 0, 4, 5)));
            calls.rows(pg.fetchMany(sql, List.of(11, 12)));
        }
    },
    COPY_IN {
        @Override
        void perform(PgClient pg, Calls calls) {
            calls.done(pg.copyIn("fuzz_in").rows(List.of(List.of(1, "one"), List.of(2, "two"))));
            calls.done(pg.copyIn("fuzz_in").text().from("3\tthree\n".getBytes(StandardCharsets.UTF_8)));
            calls.done(pg.copyIn("fuzz_in").text().from("wrong\n".getBytes(StandardCharsets.UTF_8)));
            calls.rows(pg.fetch(SERIES, "in", 1));
        }
    },
    COPY_OUT {
        @Override
        void perform(PgClient pg, Calls calls) {
            calls.data(pg.copyOut("fuzz_out").text().bytes());
            calls.stream(Source.COPY, pg.copyOut("fuzz_out").rows());
            calls.rows(pg.fetch(SERIES, "out", 1));
        }
    },
    LISTEN {
        @Override
        void perform(PgClient pg, Calls calls) {
            PgConnection connection = calls.end(pg.acquire());
            if (connection != null) {
                calls.done(connection.listen("fuzz", notification -> {}));
                calls.rows(connection.fetch("select 'l' || pg_notify('fuzz', 'hello')"));
                calls.rows(connection.fetch(SERIES, "l", 2));
                calls.done(connection.close());
            }
        }
    },
    STREAM {
        @Override
        void perform(PgClient pg, Calls calls) {
            calls.stream(Source.PORTAL, pg.sql(SERIES).args("s", 5).fetchSize(2).stream());
            calls.stream(Source.PORTAL, pg.sql(SERIES).args("t", 5).fetchSize(2).stream());
            calls.rows(pg.fetch(SERIES, "u", 2));
        }
    },
    CURSOR {
        @Override
        void perform(PgClient pg, Calls calls) {
            List<String> read = new ArrayList<>();
            Future<Integer> reading = pg.inTransaction(tx -> tx.cursor(SERIES, "c", 5)
                    .compose(cursor -> two(cursor, read)
                            .compose(more -> two(cursor, read))
                            .compose(more -> two(cursor, read))
                            .compose(more -> cursor.close()))
                    .map(closed -> 1));
            if (calls.end(reading) != null) {
                calls.succeeded(Source.PORTAL, read);
            }
            calls.rows(pg.fetch(SERIES, "d", 2));
        }

        private Future<Rows> two(PgCursor cursor, List<String> read) {
            return cursor.fetch(2)
                    .onSuccess(rows -> read.addAll(Calls.first(rows.stream().toList())));
        }
    },
    SCRIPT {
        @Override
        void perform(PgClient pg, Calls calls) {
            calls.done(pg.execute("set application_name = 'a'; select 1; select 2"));
            calls.rows(pg.fetch(SERIES, "x", 2));
            calls.done(pg.execute("select 1; select 1 / 0; select 2"));
            calls.rows(pg.fetch(SERIES, "y", 2));
        }
    },
    CANCEL {
        @Override
        void perform(PgClient pg, Calls calls) {
            PgConnection connection = calls.end(pg.acquire());
            if (connection != null) {
                calls.rows(connection.fetch(SERIES, "k", 2));
                calls.rows(connection
                        .sql("select 'z' || pg_sleep(60)")
                        .timeout(CANCELLED_AFTER)
                        .fetch());
                calls.rows(connection.fetch(SERIES, "m", 2));
                calls.done(connection.close());
            }
        }
    };

    static final String PASSWORD = "geheim";
    static final Duration CANCELLED_AFTER = Duration.ofMillis(60);

    /** A row for each number, told apart by a prefix. */
    private static final String SERIES = "select $1::text || i as name, i from generate_series(1, $2::int4) i";

    private final @Nullable String startupUser;

    Play() {
        startupUser = null;
    }

    Play(String startupUser) {
        this.startupUser = startupUser;
    }

    /** Makes the calls and waits for the end of each. */
    abstract void perform(PgClient pg, Calls calls);

    /** Whether it is the start-up that is of interest. */
    boolean isStartup() {
        return startupUser != null;
    }

    /** Who starts up, in a play of that; else null. */
    @Nullable String startupUser() {
        return startupUser;
    }

    /** Whether its course depends on time. */
    boolean isTimed() {
        return this == CANCEL;
    }
}
