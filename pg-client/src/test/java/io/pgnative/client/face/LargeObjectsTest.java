package io.pgnative.client.face;

import static io.pgnative.client.face.Futures.await;
import static io.pgnative.client.face.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.BlockingPgLargeObjects;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgLargeObjects;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.ReactivePgLargeObjects;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.RecordingProxy;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.frontend.Execute;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Large objects on all faces; each test leaves the one connection of the pool usable. */
@ExtendWith(PostgresExtension.class)
class LargeObjectsTest {

    private static final int CHUNK = 256 * 1024;
    private static final long UNKNOWN = 4_294_967_295L;

    /** Some MB, of which the last chunk is a short one. */
    private static final byte[] DATA = new byte[3 * 1024 * 1024 + 17];

    static {
        new Random(11).nextBytes(DATA);
    }

    private final Vertx vertx;
    private final RecordingProxy proxy;
    private final PgClient pg;
    private PgConnection connection;
    private PgTransaction transaction;
    private PgLargeObjects objects;

    @SuppressWarnings("NullAway.Init") // what each test gets anew
    LargeObjectsTest(Vertx vertx, TestDatabase database) {
        this.vertx = vertx;
        proxy = RecordingProxy.start(database.host(), database.port());
        pg = PgClient.builder(vertx)
                .dsn(database.dsn())
                .host(proxy.host())
                .port(proxy.port())
                .poolMaxSize(1)
                .build();
    }

    @BeforeEach
    void begin() {
        connection = await(pg.acquire());
        transaction = await(connection.begin());
        objects = transaction.largeObjects();
    }

    /** Gives the connection back, which the other faces then use. */
    private void release() {
        if (transaction.isActive()) {
            await(transaction.rollback());
        }
        await(connection.close());
    }

    @AfterEach
    void isUsable() {
        release();
        assertThat(await(pg.fetchValue(Integer.class, "select 1"))).contains(1);
        assertThat(pg.statistics().busy()).isZero();
        await(pg.close(Duration.ofSeconds(5)));
        proxy.close();
    }

    private static byte[] part(long from, long to) {
        return Arrays.copyOfRange(DATA, (int) from, (int) to);
    }

    /** Pieces of sizes that do not go with those of chunks. */
    private static Flux<ByteBuffer> pieces(byte[] data) {
        int[] sizes = {1, 100_003, 700_001, 0};
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int at = 0, i = 0; at < data.length; i++) {
            int length = Math.min(sizes[i % sizes.length], data.length - at);
            pieces.add(ByteBuffer.wrap(data, at, length));
            at += length;
        }
        return Flux.fromIterable(pieces);
    }

    private static Flow.Publisher<ByteBuffer> flow(Flux<ByteBuffer> flux) {
        return JdkFlowAdapter.publisherToFlowPublisher(flux);
    }

    private static byte[] joined(List<ByteBuffer> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece : pieces) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private long written(byte[] data) {
        long oid = await(objects.create());
        assertThat(await(objects.write(oid, 0, flow(pieces(data))))).isEqualTo(data.length);
        return oid;
    }

    private byte[] all(long oid) {
        return joined(Collected.all(objects.read(oid)).completed());
    }

    private byte[] read(long oid, long position, long length) {
        return joined(Collected.all(objects.read(oid, position, length)).completed());
    }

    /** The size that a transaction after this one sees. */
    private long stored(long oid) {
        release();
        Future<Long> size = pg.inTransaction(tx -> tx.largeObjects().size(oid));
        return await(size);
    }

    private static void assertUnknown(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(PgServerException.class, error -> assertThat(error.sqlState())
                .isEqualTo("42704"));
    }

    // ---------------------------------------------------------------- what is written is read

    @Test
    void goThereAndBackWithFutures() {
        long oid = written(DATA);
        assertThat(all(oid)).isEqualTo(DATA);
        assertThat(await(objects.size(oid))).isEqualTo(DATA.length);
        assertThat(await(transaction.fetchValue(byte[].class, "select lo_get($1)", oid)))
                .contains(DATA);
    }

    @Test
    void goThereAndBackWithReactor() {
        release();
        byte[] read = pg.reactive()
                .inTransaction(tx -> {
                    ReactivePgLargeObjects reactive = tx.largeObjects();
                    return reactive.create().flatMap(oid -> reactive.write(oid, 0, pieces(DATA))
                            .doOnNext(written -> assertThat(written).isEqualTo(DATA.length))
                            .then(reactive.size(oid))
                            .doOnNext(size -> assertThat(size).isEqualTo(DATA.length))
                            .then(reactive.read(oid, 5, DATA.length).collectList())
                            .map(LargeObjectsTest::joined)
                            .flatMap(bytes -> reactive.truncate(oid, 3)
                                    .then(reactive.read(oid).collectList())
                                    .doOnNext(rest -> assertThat(joined(rest)).isEqualTo(part(0, 3)))
                                    .then(reactive.delete(oid))
                                    .thenReturn(bytes)));
                })
                .block();
        assertThat(read).isEqualTo(part(5, DATA.length));
    }

    @Test
    void goThereAndBackBlocking() {
        release();
        byte[] read = pg.blocking().inTransaction(tx -> {
            BlockingPgLargeObjects blocking = tx.largeObjects();
            long oid = blocking.create();
            assertThat(blocking.write(oid, 0, new ByteArrayInputStream(DATA))).isEqualTo(DATA.length);
            assertThat(blocking.size(oid)).isEqualTo(DATA.length);
            byte[] bytes = bytes(blocking.read(oid, 5, DATA.length));
            blocking.truncate(oid, 3);
            assertThat(bytes(blocking.read(oid))).isEqualTo(part(0, 3));
            blocking.delete(oid);
            return bytes;
        });
        assertThat(read).isEqualTo(part(5, DATA.length));
    }

    /** Fails whoever reads it. */
    private static final class Torn extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("torn");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("torn");
        }
    }

    private static byte[] bytes(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A worker context has one thread at a time, which a reader keeps while it waits. */
    @Test
    void areReadBlockingOnAWorkerContext() {
        release();
        byte[] read = await(vertx.executeBlocking(() -> pg.blocking().inTransaction(tx -> {
            long oid = tx.largeObjects().create();
            tx.largeObjects().write(oid, 0, new ByteArrayInputStream(DATA));
            return bytes(tx.largeObjects().read(oid));
        })));
        assertThat(read).isEqualTo(DATA);
    }

    @Test
    void areReadInParts() {
        long oid = written(DATA);
        long size = DATA.length;
        assertThat(read(oid, 0, 10)).isEqualTo(part(0, 10));
        assertThat(read(oid, CHUNK - 3, CHUNK + 7)).isEqualTo(part(CHUNK - 3, 2 * CHUNK + 4));
        assertThat(read(oid, size - 5, 100)).isEqualTo(part(size - 5, size));
        assertThat(read(oid, 1, Long.MAX_VALUE)).isEqualTo(part(1, size));
        assertThat(read(oid, 7, 0)).isEmpty();
        assertThat(read(oid, size, 1)).isEmpty();
        assertThat(read(oid, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
        assertThat(Collected.all(objects.read(oid, 1, 2L * CHUNK)).completed())
                .extracting(ByteBuffer::remaining)
                .containsExactly(CHUNK, CHUNK);
    }

    @Test
    void areEmptyAtFirst() {
        long oid = await(objects.create());
        assertThat(await(objects.size(oid))).isZero();
        assertThat(all(oid)).isEmpty();
        assertThat(await(objects.write(oid, 0, flow(Flux.empty())))).isZero();
        assertThat(await(objects.size(oid))).isZero();
    }

    @Test
    void areWrittenOverInPartsAndCut() {
        long oid = written(part(0, 100));
        assertThat(await(objects.write(oid, 10, flow(pieces(part(500, 520)))))).isEqualTo(20);
        byte[] expected = part(0, 100);
        System.arraycopy(DATA, 500, expected, 10, 20);
        assertThat(all(oid)).isEqualTo(expected);
        await(objects.truncate(oid, 30));
        assertThat(all(oid)).isEqualTo(Arrays.copyOf(expected, 30));
        await(objects.truncate(oid, 40));
        assertThat(all(oid)).isEqualTo(Arrays.copyOf(Arrays.copyOf(expected, 30), 40));
    }

    @Test
    void havePositionsOf64Bits() {
        long far = 5L << 30;
        long oid = written(part(0, 8));
        assertThat(await(objects.write(oid, far, flow(pieces(part(0, 9)))))).isEqualTo(9);
        assertThat(await(objects.size(oid))).isEqualTo(far + 9);
        byte[] expected = new byte[12];
        System.arraycopy(DATA, 0, expected, 3, 9);
        assertThat(read(oid, far - 3, 100)).isEqualTo(expected);
        await(objects.truncate(oid, far + 1));
        assertThat(await(objects.size(oid))).isEqualTo(far + 1);
    }

    /** The reading and the writing take turns on the one connection. */
    @Test
    void areCopiedFromOneToAnother() {
        long from = written(DATA);
        long to = await(objects.create());
        assertThat(await(objects.write(to, 0, objects.read(from)))).isEqualTo(DATA.length);
        assertThat(all(to)).isEqualTo(DATA);
    }

    @Test
    void areReadAsTheyWereWhenTheReadingBegan() {
        long oid = written(DATA);
        Collected<ByteBuffer> read = Collected.of(objects.read(oid), 1);
        byte[] first = joined(List.of(read.next()));
        await(objects.write(oid, 0, flow(Flux.just(ByteBuffer.allocate(DATA.length)))));
        read.request(Long.MAX_VALUE);
        assertThat(first).isEqualTo(part(0, CHUNK));
        assertThat(joined(read.completed())).isEqualTo(part(CHUNK, DATA.length));
    }

    @Test
    void leaveNoDescriptorOpen() {
        long oid = written(part(0, 10));
        await(objects.size(oid));
        await(objects.truncate(oid, 5));
        all(oid);
        assertUnknown(failureOf(transaction.fetch("select lo_close($1)", 0)));
    }

    // ---------------------------------------------------------------- pace

    @Test
    void areReadAsTheyAreDemanded() {
        long oid = written(DATA);
        proxy.clear();
        Collected<ByteBuffer> read = Collected.of(objects.read(oid), 0);
        await(transaction.fetch("select 1"));
        assertThat(fetches()).isZero();
        read.request(1);
        read.next();
        await(transaction.fetch("select 2"));
        assertThat(read.received()).isEmpty();
        assertThat(fetches()).isEqualTo(1);
        read.request(2);
        read.next(2);
        await(transaction.fetch("select 3"));
        assertThat(read.received()).isEmpty();
        assertThat(fetches()).isEqualTo(3);
        read.cancel();
    }

    /** How often the server was asked for one chunk. */
    private long fetches() {
        return proxy.frontend().stream()
                .filter(message -> message instanceof Execute execute && execute.maxRows() == 1)
                .count();
    }

    @Test
    void askTheirPublisherForTwoPiecesAhead() {
        long oid = await(objects.create());
        AskedBytes source = new AskedBytes(DATA);
        var writing = objects.write(oid, 0, source);
        source.giveAll(2000);
        assertThat(await(writing)).isEqualTo(2_000_000);
        assertThat(source.asked()).allMatch(ahead -> ahead <= 2);
        assertThat(all(oid)).isEqualTo(part(0, 2_000_000));
    }

    @Test
    void letOtherStatementsRunWhileTheirPublisherHasNothing() {
        long oid = await(objects.create());
        AskedBytes source = new AskedBytes(DATA);
        var writing = objects.write(oid, 0, source);
        source.give();
        await(transaction.fetch("select 1"));
        source.give();
        source.give();
        source.end();
        assertThat(await(writing)).isEqualTo(3000);
    }

    // ---------------------------------------------------------------- failures

    @Test
    void failOnlyTheCallWhenThePublisherFailsHalfWay() {
        long oid = await(objects.create());
        IOException torn = new IOException("torn");
        Flux<ByteBuffer> source = Flux.concat(Flux.just(ByteBuffer.wrap(DATA, 0, CHUNK + 5)), Flux.error(() -> torn));
        var writing = objects.write(oid, 0, flow(source.limitRate(1)));
        assertThatThrownBy(() -> await(writing)).hasRootCause(torn);
        assertThat(await(objects.size(oid))).isIn(0L, (long) CHUNK);
        await(transaction.commit());
        assertThat(stored(oid)).isIn(0L, (long) CHUNK);
    }

    @Test
    void failOnlyTheCallWhenAStreamFailsHalfWay() {
        release();
        InputStream torn = new Torn();
        pg.blocking().inTransaction(tx -> {
            BlockingPgLargeObjects blocking = tx.largeObjects();
            long oid = blocking.create();
            InputStream source = new SequenceInputStream(new ByteArrayInputStream(part(0, CHUNK)), torn);
            assertThatThrownBy(() -> blocking.write(oid, 0, source))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("torn");
            assertThat(blocking.size(oid)).isEqualTo(CHUNK);
            return oid;
        });
    }

    @Test
    void failTheCallWhenThePublisherGivesMoreThanItIsAskedFor() {
        long oid = await(objects.create());
        AskedBytes source = new AskedBytes(DATA);
        var writing = objects.write(oid, 0, source);
        source.awaitDemand();
        // More than the chunk holds, so that they wait for its writing.
        for (int i = 0; i < 5; i++) {
            source.push(ByteBuffer.allocate(CHUNK));
        }
        assertThat(failureOf(writing)).isInstanceOf(PgMisuseException.class).hasMessageContaining("more than");
        assertThat(source.isCancelled()).isTrue();
        assertThat(await(objects.size(oid))).isBetween(0L, 5L * CHUNK);
    }

    @Test
    void areUnknownToTheServer() {
        List<Function<PgLargeObjects, Throwable>> verbs = List.of(
                any -> failureOf(any.size(UNKNOWN)),
                any -> failureOf(any.truncate(UNKNOWN, 1)),
                any -> failureOf(any.delete(UNKNOWN)),
                any -> Collected.all(any.read(UNKNOWN)).failed(),
                any -> failureOf(any.write(UNKNOWN, 0, flow(Flux.error(new AssertionError("subscribed to"))))));
        for (Function<PgLargeObjects, Throwable> verb : verbs) {
            PgTransaction inner = await(begunWithin());
            assertUnknown(verb.apply(inner.largeObjects()));
            await(inner.rollback());
        }
        release();
        pg.blocking().withConnection(blocking -> {
            var tx = blocking.begin();
            InputStream untouched = new Torn();
            assertThatThrownBy(() -> tx.largeObjects().write(UNKNOWN, 0, untouched))
                    .satisfies(LargeObjectsTest::assertUnknown);
            tx.rollback();
            var other = blocking.begin();
            assertThatThrownBy(() -> bytes(other.largeObjects().read(UNKNOWN)))
                    .satisfies(LargeObjectsTest::assertUnknown);
            other.rollback();
            return null;
        });
    }

    /** A transaction of its own, in place of the last. */
    private Future<PgTransaction> begunWithin() {
        return (transaction.isActive() ? transaction.rollback() : Future.<Void>succeededFuture())
                .compose(done -> connection.begin());
    }

    @Test
    void refuseNumbersThatCannotBe() {
        Flow.Publisher<ByteBuffer> none = flow(Flux.empty());
        List<Runnable> calls = List.of(
                () -> objects.size(-1),
                () -> objects.delete(UNKNOWN + 1),
                () -> objects.write(-1, 0, none),
                () -> objects.write(1, -1, none),
                () -> objects.read(1, -1, 1),
                () -> objects.read(1, 0, -1),
                () -> objects.read(-1),
                () -> objects.truncate(1, -1));
        for (Runnable call : calls) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(PgMisuseException.class)
                    .hasMessageMatching("(oid|position|length) is a number .*, not (-1|4294967296)");
        }
    }

    @Test
    void endWithTheirTransaction() {
        long oid = written(part(0, 10));
        await(transaction.commit());
        AtomicBoolean subscribed = new AtomicBoolean();
        Flux<ByteBuffer> source = Flux.<ByteBuffer>empty().doOnSubscribe(subscription -> subscribed.set(true));
        assertThat(List.of(
                        failureOf(objects.create()),
                        failureOf(objects.size(oid)),
                        failureOf(objects.truncate(oid, 1)),
                        failureOf(objects.delete(oid)),
                        failureOf(objects.write(oid, 0, flow(source))),
                        Collected.all(objects.read(oid)).failed()))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(PgMisuseException.class));
        assertThat(subscribed).isFalse();
        assertThat(stored(oid)).isEqualTo(10);
    }

    @Test
    void areRolledBackWithTheirTransaction() {
        long oid = written(part(0, 10));
        PgTransaction savepoint = await(transaction
                .execute("select 1")
                .compose(done -> transaction.inTransaction(
                        inner -> inner.largeObjects().truncate(oid, 1).map(cut -> {
                            inner.setRollbackOnly();
                            return inner;
                        }))));
        assertThat(savepoint.isActive()).isFalse();
        assertThat(all(oid)).isEqualTo(part(0, 10));
        release();
        assertUnknown(failureOf(pg.inTransaction(tx -> tx.largeObjects().size(oid))));
    }

    // ---------------------------------------------------------------- leaving early

    @Test
    void stopWritingWhenNobodyWaitsAnyMore() {
        release();
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<ByteBuffer> source = Flux.just(ByteBuffer.allocate(CHUNK + 1))
                .concatWith(Mono.<ByteBuffer>never().doOnSubscribe(subscription -> waiting.countDown()))
                .doOnCancel(() -> cancelled.set(true));
        Long size = pg.reactive()
                .inTransaction(tx -> tx.largeObjects().create().flatMap(oid -> {
                    Disposable writing = tx.largeObjects().write(oid, 0, source).subscribe();
                    return Mono.fromRunnable(() -> {
                                awaitZero(waiting);
                            })
                            .subscribeOn(Schedulers.boundedElastic())
                            .then(tx.largeObjects().size(oid))
                            .doOnNext(written -> writing.dispose())
                            .then(tx.largeObjects().size(oid));
                }))
                .block();
        assertThat(size).isEqualTo(CHUNK);
        assertThat(cancelled).isTrue();
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void stopReadingWhenTheStreamIsClosed() {
        long oid = written(DATA);
        await(transaction.commit());
        release();
        pg.blocking().inTransaction(tx -> {
            InputStream read = tx.largeObjects().read(oid);
            try (read) {
                assertThat(read.read()).isEqualTo(DATA[0] & 0xff);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(bytes(read)).isEmpty();
            assertThat(tx.largeObjects().size(oid)).isEqualTo(DATA.length);
            return oid;
        });
    }
}
