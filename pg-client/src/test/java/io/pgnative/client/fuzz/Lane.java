package io.pgnative.client.fuzz;

import io.netty.channel.EventLoopGroup;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgException;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.Row;
import io.pgnative.client.fuzz.Mutated.End;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Performs one run after the other, each with a client of its own, on a thread of its own. */
final class Lane implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final Vertx vertx;
    private final PgClient neighbour;
    private final HostileServer server;
    private int token;

    /**
     * Makes one.
     *
     * @param vertx has one event loop
     * @param neighbour of an honest server, on the same loop
     */
    Lane(Vertx vertx, EventLoopGroup loops, PgClient neighbour) {
        this.vertx = vertx;
        this.neighbour = neighbour;
        this.server = HostileServer.start(loops);
    }

    @Override
    public void close() {
        server.close();
    }

    /**
     * Performs a play with what a server says in it.
     *
     * @throws AssertionError if the client does what it must not
     */
    void perform(Conversation conversation, Mutated mutated) {
        boolean silent = mutated.end() == End.SILENCE;
        Play play = conversation.play();
        Ambush ambush = new Ambush(conversation, mutated, mutated.isLegal() || silent ? 0 : patience(play));
        server.lay(ambush);
        PgClient pg = Recordings.client(vertx, server.port())
                .database("shop")
                .user(play.isStartup() ? String.valueOf(play.startupUser()) : "anna")
                .password(Play.PASSWORD)
                .queryTimeout(silent ? SHORT : LONG)
                .connectTimeout(silent ? SHORT : LONG)
                .build();
        Calls calls = new Calls();
        Oracle oracle = new Oracle(conversation, mutated);
        try {
            play.perform(pg, calls);
            ambush.callsEnded();
            pass(2);
            probe(pg, mutated.isLegal() ? LONG : SHORT);
            oracle.checkRows(calls);
            oracle.checkOutcome(calls);
            oracle.checkTrust(calls, ambush);
            ask(neighbour, "neighbour", LONG);
        } finally {
            new Calls().end(pg.close(Duration.ofMillis(1)));
        }
        PoolStatistics left = pg.statistics();
        Calls.require(left.size() == 0 && left.waiting() == 0, "a closed pool has " + left);
        server.awaitNone();
        calls.checkEnds();
    }

    private static long patience(Play play) {
        long millis = play == Play.STARTUP_SCRAM || play.isTimed() ? 150 : 30;
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Waits for a timer of the loop, which runs in a turn that has read before what was there when it was set. */
    private void pass(int millis) {
        CountDownLatch turned = new CountDownLatch(1);
        vertx.setTimer(millis, id -> turned.countDown());
        try {
            Calls.require(turned.await(30, TimeUnit.SECONDS), "the event loop is blocked");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The client serves on: a query may find out that its connection is of no use, and others may be told that for a
     * while none can be opened, but not for ever.
     */
    private void probe(PgClient pg, Duration limitOfFirst) {
        long deadline = System.nanoTime() + LONG.toNanos();
        Duration limit = limitOfFirst;
        while (!ask(pg, "probe", limit)) {
            Calls.require(System.nanoTime() - deadline < 0, "no query succeeds any more");
            limit = LONG;
            pass(20);
        }
    }

    /** Whether a query has brought its own answer; it is wrong that it brings another one. */
    private boolean ask(PgClient pg, String name, Duration limit) {
        String value = name + " " + token++;
        List<Row> rows;
        Calls calls = new Calls();
        io.pgnative.client.Rows answer =
                calls.end(pg.sql(HonestBackend.ECHO).args(value).timeout(limit).fetch());
        if (answer == null) {
            return false;
        }
        rows = answer.stream().toList();
        try {
            Calls.require(
                    rows.size() == 1 && value.equals(rows.get(0).getString(0)),
                    "asked for \"" + value + "\", got the rows " + Calls.first(rows));
        } catch (PgException e) {
            throw new AssertionError("asked for \"" + value + "\", got what cannot be read", e);
        }
        return true;
    }
}
