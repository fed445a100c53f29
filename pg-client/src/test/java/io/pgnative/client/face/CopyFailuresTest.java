package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.CopyProgress;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.ReactivePgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** Copies that end early; each leaves the one connection of the pool usable. */
@ExtendWith(PostgresExtension.class)
class CopyFailuresTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final String MANY = "select g, repeat('m', 1000) from generate_series(1, 40000) g";

    private final PgClient pg;
    private final BlockingPgClient blocking;
    private final ReactivePgClient reactive;
    private final TestDatabase database;
    private int backend;

    CopyFailuresTest(Vertx vertx, TestDatabase database) {
        this.database = database;
        pg = PgClient.builder(vertx).dsn(database.dsn()).poolMaxSize(1).build();
        blocking = pg.blocking();
        reactive = pg.reactive();
    }

    @BeforeEach
    void create() {
        blocking.execute("drop table if exists line; create table line(id int4, sku text)");
        backend = pid();
    }

    @AfterEach
    void isReusableAndHasStoredNothing() {
        assertThat(pid()).isEqualTo(backend);
        assertThat(blocking.fetchValue(Long.class, "select count(*) from line")).contains(0L);
        await(pg.close(Duration.ofSeconds(5)));
    }

    private int pid() {
        return blocking.fetchOne("select pg_backend_pid()").getInt(0);
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Holds what is written until it is told. */
    private static final class Gate extends OutputStream {

        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);
        final AtomicLong written = new AtomicLong();

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            reached.countDown();
            try {
                if (!open.await(60, TimeUnit.SECONDS)) {
                    throw new IOException("not opened");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            written.addAndGet(length);
        }
    }

    private static void await60(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Until the server waits for this client to read. */
    private void awaitServerWaiting() {
        String query = "select coalesce(wait_event, '') from pg_stat_activity where pid = " + backend;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!database.query(query).equals("ClientWrite")) {
            assertThat(System.nanoTime() - end).as("the server is kept waiting").isNegative();
        }
    }

    @Test
    @DisplayName("A093: a slow sink makes the server wait, memory stays bounded, and all data come")
    void waitsForASlowSink() {
        Gate gate = new Gate();
        List<CopyProgress> progress = new CopyOnWriteArrayList<>();
        var copied = pg.copyOut(MANY).progress(progress::add).to(gate);
        await60(gate.reached);
        awaitServerWaiting();
        assertThat(progress).as("less than a mebibyte is here").isEmpty();
        gate.open.countDown();
        assertThat(await(copied).rowCount()).isEqualTo(40_000);
        assertThat(gate.written.get())
                .isEqualTo(progress.get(progress.size() - 1).bytes());
    }

    @Test
    @DisplayName("A093: a subscriber that asks for one row after the other gets all of them")
    void waitsForASlowSubscriber() {
        CountDownLatch done = new CountDownLatch(1);
        AtomicLong sum = new AtomicLong();
        var slow = new BaseSubscriber<io.pgnative.client.Row>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                // Asks later.
            }

            @Override
            protected void hookOnNext(io.pgnative.client.Row row) {
                sum.addAndGet(row.getInt(0));
                request(1);
            }

            @Override
            protected void hookOnComplete() {
                done.countDown();
            }
        };
        reactive.copyOut(MANY).rows().subscribe(slow);
        awaitServerWaiting();
        assertThat(sum.get()).isZero();
        slow.request(1);
        await60(done);
        assertThat(sum.get()).isEqualTo(40_000L * 40_001 / 2);
    }

    @Test
    @DisplayName("A094, F53: time runs out while the sink is busy")
    void timesOutWhileTheSinkIsBusy() {
        Gate gate = new Gate();
        assertThatThrownBy(() -> await(pg.copyOut(MANY).timeout(SHORT).to(gate)))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(pid()).isEqualTo(backend);
        gate.open.countDown();
    }

    @Test
    @DisplayName("A094: a sink that throws fails the copy with what it threw")
    void failsWithTheSink() {
        OutputStream full = new OutputStream() {
            private int left = 200_000;

            @Override
            public void write(int b) throws IOException {
                if (--left < 0) {
                    throw new IOException("full");
                }
            }
        };
        assertThatThrownBy(() -> blocking.copyOut(MANY).to(full))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("full");
        assertThat(failureOf(pg.copyOut(MANY).to(full))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reactive.copyOut(MANY)
                        .bytes()
                        .doOnNext(piece -> {
                            throw new IllegalStateException("mine");
                        })
                        .blockLast())
                .hasMessage("mine");
    }

    private static @Nullable Throwable failureOf(io.vertx.core.Future<?> future) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        future.onComplete(result -> {
            failure.set(result.cause());
            done.countDown();
        });
        await60(done);
        return failure.get();
    }

    @Test
    @DisplayName("A094, F53: cancelled while waiting for data, by time, by the subscriber and by an interrupt")
    void isCancelledWhileItWaitsForData() throws InterruptedException {
        String slow = "select 1 from (select pg_sleep(60)) s";
        assertThatThrownBy(() -> await(pg.copyOut(slow).timeout(SHORT).to(OutputStream.nullOutputStream())))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(pid()).isEqualTo(backend);
        Disposable subscription = reactive.copyOut(slow).bytes().subscribe();
        awaitSleeping();
        subscription.dispose();
        assertThat(pid()).isEqualTo(backend);
        interrupted(() -> blocking.copyOut(slow).to(OutputStream.nullOutputStream()));
        assertThat(pid()).isEqualTo(backend);
        interrupted(() -> assertThat(blocking.copyOut(slow).rows().count()).isZero());
    }

    private void awaitSleeping() {
        String query = "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = " + backend;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!database.query(query).equals("1")) {
            assertThat(System.nanoTime() - end).as("the statement runs").isNegative();
        }
    }

    private void interrupted(Runnable copy) throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> failure.set(catchThrowable(copy::run)));
        thread.start();
        awaitSleeping();
        thread.interrupt();
        thread.join(60_000);
        assertThat(failure.get()).isInstanceOf(PgCancelledException.class);
    }

    @Test
    void cancelsWhatIsLeftOfAStreamThatIsClosed() throws IOException {
        try (InputStream in = blocking.copyOut(MANY).bytes()) {
            assertThat(in.readNBytes(10)).hasSize(10);
        }
        try (var rows = blocking.copyOut(MANY).rows()) {
            assertThat(rows.limit(3).mapToInt(row -> row.getInt(0)).sum()).isEqualTo(6);
        }
        assertThat(reactive.copyOut(MANY).rows().take(3).count().block()).isEqualTo(3);
    }

    @Test
    @DisplayName("A097: a source that fails at once, and after data: the original error")
    void failsWithTheSource() {
        IllegalStateException mine = new IllegalStateException("mine");
        Flux<ByteBuffer> data = Flux.range(0, 1000).map(i -> utf8(i + "\tx\n"));
        for (Flux<ByteBuffer> source : List.of(Flux.<ByteBuffer>error(mine), data.concatWith(Flux.error(mine)))) {
            assertThatThrownBy(() -> reactive.copyIn("line").from(source).block())
                    .isSameAs(mine);
            assertThat(failureOf(pg.copyIn("line").from(JdkFlowAdapter.publisherToFlowPublisher(source))))
                    .isSameAs(mine);
            assertThatThrownBy(() -> blocking.copyIn("line").from(JdkFlowAdapter.publisherToFlowPublisher(source)))
                    .isSameAs(mine);
        }
        Flux<Object> rows =
                Flux.range(0, 1000).map(i -> (Object) List.of(i, "x")).concatWith(Flux.error(mine));
        assertThatThrownBy(() -> reactive.copyIn("line").rows(rows).block()).isSameAs(mine);
        assertThatThrownBy(() -> blocking.copyIn("line").rows(() -> {
                    throw mine;
                }))
                .isSameAs(mine);
        InputStream torn = new InputStream() {
            private int left = 100_000;

            @Override
            public int read() throws IOException {
                if (--left < 0) {
                    throw new IOException("torn");
                }
                return left % 10 == 0 ? '\n' : left % 10 == 5 ? '\t' : '1';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                bytes[offset] = (byte) read();
                return 1;
            }
        };
        assertThatThrownBy(() -> blocking.copyIn("line").from(torn))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("torn");
    }

    @Test
    void refusesAPublisherThatGivesMoreThanItIsAskedFor() {
        Flow.Publisher<ByteBuffer> rude = subscriber -> {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    // Gives what it likes.
                }

                @Override
                public void cancel() {
                    // Has nothing to free.
                }
            });
            for (int i = 0; i < 1000; i++) {
                subscriber.onNext(utf8("1\tx\n"));
            }
            subscriber.onComplete();
        };
        assertThatThrownBy(() -> blocking.copyIn("line").from(rude))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("more than it is asked for");
    }

    @Test
    @DisplayName("A097: an error of the server ends the copy in the midst of the data, and stops the source")
    void stopsTheSourceWhenTheServerComplains() {
        CountDownLatch cancelled = new CountDownLatch(1);
        Flux<ByteBuffer> endless = Flux.<ByteBuffer>generate(sink -> sink.next(utf8("no number\tx\n".repeat(1000))))
                .doOnCancel(cancelled::countDown);
        assertThatThrownBy(() -> reactive.copyIn("line").from(endless).block(Duration.ofSeconds(60)))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("22P02");
        await60(cancelled);
        assertThatThrownBy(() -> reactive.copyIn("nowhere").from(endless).block(Duration.ofSeconds(60)))
                .isInstanceOf(PgServerException.class)
                .hasMessageContaining("42P01");
    }

    @Test
    @DisplayName(
            "A098, F53: time runs out, the subscriber cancels and the thread is interrupted, while a source is silent")
    void isCancelledWhileTheSourceIsSilent() throws InterruptedException {
        List<CountDownLatch> cancels = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            cancels.add(new CountDownLatch(1));
        }
        CountDownLatch asked = new CountDownLatch(1);
        var silent = cancels.stream()
                .map(cancel ->
                        Flux.just(utf8("1\tx\n")).concatWith(Flux.never()).doOnCancel(cancel::countDown))
                .toList();
        assertThatThrownBy(() -> reactive.copyIn("line")
                        .timeout(SHORT)
                        .from(silent.get(0))
                        .block())
                .isInstanceOf(PgTimeoutException.class);
        await60(cancels.get(0));
        assertThat(pid()).isEqualTo(backend);

        Disposable subscription = reactive.copyIn("line")
                .from(silent.get(1).doOnRequest(n -> asked.countDown()))
                .subscribe();
        await60(asked);
        subscription.dispose();
        await60(cancels.get(1));
        assertThat(pid()).isEqualTo(backend);

        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> failure.set(catchThrowable(
                () -> blocking.copyIn("line").from(JdkFlowAdapter.publisherToFlowPublisher(silent.get(2))))));
        thread.start();
        thread.interrupt();
        thread.join(60_000);
        assertThat(failure.get()).isInstanceOf(PgCancelledException.class);
    }

    @Test
    @DisplayName(
            "F45: a server that does not read makes the source wait; time runs out, and the connection is reusable")
    void waitsForAServerThatDoesNotRead() {
        blocking.execute("create or replace function dawdle() returns trigger language plpgsql as"
                + " 'begin perform pg_sleep(60); return new; end';"
                + " create trigger dawdle before insert on line for each row execute function dawdle()");
        AtomicLong given = new AtomicLong();
        ByteBuffer piece = utf8("1\tx\n".repeat(16 * 1024));
        Flux<ByteBuffer> endless = Flux.<ByteBuffer>generate(sink -> {
            given.addAndGet(piece.remaining());
            sink.next(piece);
        });
        assertThatThrownBy(() -> reactive.copyIn("line")
                        .timeout(Duration.ofSeconds(2))
                        .from(endless)
                        .block(Duration.ofSeconds(60)))
                .isInstanceOf(PgTimeoutException.class);
        assertThat(given.get()).isBetween(64L * 1024, 64L * 1024 * 1024);
    }

    @Test
    void leavesATransactionToItsSavepoint() {
        long kept = blocking.inTransaction(tx -> {
            tx.copyIn("line").rows(List.of(List.of(1, "x")));
            Flux<ByteBuffer> failing = Flux.error(new IllegalStateException("mine"));
            assertThatThrownBy(() -> tx.inTransaction(
                            inner -> inner.copyIn("line").from(JdkFlowAdapter.publisherToFlowPublisher(failing))))
                    .hasMessage("mine");
            return tx.execute("delete from line").rowCount();
        });
        assertThat(kept).isOne();
    }
}
