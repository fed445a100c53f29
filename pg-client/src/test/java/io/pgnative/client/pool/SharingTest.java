package io.pgnative.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.session.FakeSession;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Requests;
import io.pgnative.client.session.ResultCollector;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several statements on one connection, with sessions that answer when the test says so. */
@Timeout(60)
class SharingTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Object[] NOTHING = {};

    private final Vertx vertx = Vertx.vertx();
    private final FakeFactory factory = new FakeFactory();
    private Duration maxLifetime = Duration.ZERO;

    SharingTest() {
        factory.mode = FakeSession.Mode.HOLD;
        factory.isPrompt = true;
    }

    @AfterEach
    void closeVertx() {
        await(vertx.close());
    }

    private Pool pool(int maxSize, int pipeliningLimit) {
        PgOptions.Pool options = new PgOptions.Pool(
                "test",
                maxSize,
                0,
                20_000,
                Duration.ofSeconds(10),
                Duration.ZERO,
                maxLifetime,
                0,
                0,
                pipeliningLimit,
                LONG,
                Duration.ofMillis(100),
                ResetPolicy.NONE,
                Duration.ZERO);
        return new Pool((VertxInternal) vertx, options, factory);
    }

    private static Request<CommandResult> statement(long deadlineNanos) {
        return Requests.query(null, "fake", NOTHING, ResultCollector.command(), deadlineNanos);
    }

    private static Request<CommandResult> submit(Pool pool) {
        Request<CommandResult> request = statement(Request.NO_DEADLINE);
        pool.submit(request);
        return request;
    }

    private static List<Future<CommandResult>> submit(Pool pool, int count) {
        return IntStream.range(0, count).mapToObj(i -> submit(pool).future()).toList();
    }

    private static <T extends @Nullable Object> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Looks every millisecond, since not everything raises an event. */
    private void awaitThat(BooleanSupplier wanted) throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        long timer = vertx.setPeriodic(1, id -> {
            if (wanted.getAsBoolean()) {
                seen.countDown();
            }
        });
        assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
        vertx.cancelTimer(timer);
    }

    /** Waits until a session's loop has done everything that it was given so far. */
    private static void settle(FakeSession session) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        session.context().nettyEventLoop().execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void answerUntilDone(List<Future<CommandResult>> all) throws InterruptedException {
        Future<?> done = Future.join(all);
        awaitThat(() -> {
            factory.opened.forEach(FakeSession::answerAll);
            return done.isComplete();
        });
    }

    @Test
    @DisplayName("pool.pipelining-limit: a connection carries as many statements at once, and never more")
    void carriesAsManyAsTheLimitAllowsAndNeverMore() throws Exception {
        Pool pool = pool(2, 4);
        List<Future<CommandResult>> all = submit(pool, 64);
        FakeSession first = factory.awaitOpened();
        FakeSession second = factory.awaitOpened();
        awaitThat(() -> first.inFlight() == 4 && second.inFlight() == 4);
        assertThat(pool.statistics())
                .extracting(PoolStatistics::busy, PoolStatistics::idle, PoolStatistics::waiting)
                .containsExactly(2, 0, 56);
        answerUntilDone(all);
        assertThat(all).allMatch(Future::succeeded);
        assertThat(first.mostInFlight()).isEqualTo(4);
        assertThat(second.mostInFlight()).isEqualTo(4);
        awaitThat(() -> pool.statistics().idle() == 2);
        assertThat(pool.statistics().acquired()).isEqualTo(64);
    }

    @Test
    @DisplayName("pool.pipelining-limit: with 1 each statement is sent when the one before has ended")
    void sendsOneAfterTheOtherWithALimitOfOne() throws Exception {
        Pool pool = pool(2, 1);
        List<Future<CommandResult>> all = submit(pool, 40);
        answerUntilDone(all);
        assertThat(all).allMatch(Future::succeeded);
        assertThat(factory.opened).hasSize(2).allMatch(session -> session.mostInFlight() == 1);
    }

    @Test
    void opensConnectionsBeforeItSharesThem() throws Exception {
        Pool pool = pool(3, 16);
        List<Future<CommandResult>> all = submit(pool, 3);
        for (int i = 0; i < 3; i++) {
            factory.awaitOpened().awaitRequest();
        }
        assertThat(factory.opened).allMatch(session -> session.mostInFlight() == 1);
        answerUntilDone(all);
    }

    @Test
    @DisplayName("a call is bound late: as long as no more wait than there are connections, none is put behind another")
    void leavesCallsInTheQueueThatComeNextAnyway() throws Exception {
        Pool pool = pool(3, 16);
        List<Future<CommandResult>> all = new ArrayList<>(submit(pool, 3));
        for (int i = 0; i < 3; i++) {
            factory.awaitOpened().awaitRequest();
        }
        all.addAll(submit(pool, 2));
        for (FakeSession session : factory.opened) {
            settle(session);
        }
        assertThat(factory.opened).allMatch(session -> session.inFlight() == 1);
        assertThat(pool.statistics().waiting()).isEqualTo(2);
        answerUntilDone(all);
    }

    @Test
    void putsNothingBehindWhatIsNotKnownToBeFast() throws Exception {
        Pool pool = pool(2, 16);
        Future<CommandResult> slow = submit(pool).future();
        FakeSession held = factory.awaitOpened();
        held.awaitRequest();
        held.prompt(false);
        List<Future<CommandResult>> fast = submit(pool, 21);
        FakeSession free = factory.awaitOpened();
        // Of 21, until as many are in the queue.
        awaitThat(() -> free.inFlight() == 11);
        Future<?> done = Future.join(fast);
        awaitThat(() -> {
            free.answerAll();
            return done.isComplete();
        });
        assertThat(done.succeeded()).isTrue();
        assertThat(held.mostInFlight()).isEqualTo(1);
        assertThat(slow.isComplete()).isFalse();
        held.answer();
        await(slow);
    }

    @Test
    void looksAgainAtAConnectionThatWasHeldUpOnceAStatementHasEnded() throws Exception {
        Pool pool = pool(1, 16);
        List<Future<CommandResult>> all = submit(pool, 4);
        FakeSession session = factory.awaitOpened();
        awaitThat(() -> session.inFlight() == 4);
        session.prompt(false);
        List<Future<CommandResult>> later = submit(pool, 4);
        settle(session);
        settle(session);
        assertThat(session.inFlight()).isEqualTo(4);
        session.prompt(true);
        session.answer();
        awaitThat(() -> session.inFlight() == 7);
        answerUntilDone(all);
        answerUntilDone(later);
    }

    @Test
    void keepsTheOrderInWhichCallsCame() throws Exception {
        Pool pool = pool(1, 8);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Future<CommandResult>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            all.add(submit(pool).future().onComplete(done -> order.add(number)));
        }
        answerUntilDone(all);
        assertThat(order).hasSize(200).isSorted();
        assertThat(factory.awaitOpened().mostInFlight()).isEqualTo(8);
    }

    @Test
    void letsNobodyOvertakeACallThatWantsAConnectionOfItsOwn() throws Exception {
        Pool pool = pool(1, 16);
        Future<CommandResult> running = submit(pool).future();
        FakeSession session = factory.awaitOpened();
        session.awaitRequest();
        Future<Lease> lease = pool.acquire(null).future();
        List<Future<CommandResult>> behind = submit(pool, 5);
        settle(session);
        assertThat(session.inFlight()).isEqualTo(1);
        session.answer();
        await(running);
        Lease granted = await(lease);
        settle(session);
        assertThat(session.inFlight()).isZero();
        assertThat(pool.statistics().waiting()).isEqualTo(5);
        granted.release(true);
        awaitThat(() -> session.inFlight() == 5);
        answerUntilDone(behind);
    }

    @Test
    void neitherSharesWithAScriptNorPutsOneBehindOthers() throws Exception {
        Pool pool = pool(1, 16);
        Request<CommandResult> script = Requests.script(null, "fake", Request.NO_DEADLINE);
        pool.submit(script);
        FakeSession session = factory.awaitOpened();
        session.awaitRequest();
        List<Future<CommandResult>> single = submit(pool, 3);
        Request<CommandResult> second = Requests.script(null, "fake", Request.NO_DEADLINE);
        pool.submit(second);
        settle(session);
        assertThat(session.inFlight()).isEqualTo(1);
        session.answer();
        awaitThat(() -> session.inFlight() == 3);
        settle(session);
        assertThat(session.mostInFlight()).isEqualTo(3);
        session.answer();
        session.answer();
        settle(session);
        assertThat(session.inFlight()).isEqualTo(1);
        session.answer();
        await(single.get(2));
        session.answer();
        await(second.future());
    }

    @Test
    @DisplayName("A111, F24: a lost connection fails each statement that it carried, and those that waited get another")
    void endsEachStatementOfALostConnection() throws Exception {
        Pool pool = pool(1, 4);
        List<Future<CommandResult>> carried = submit(pool, 4);
        FakeSession session = factory.awaitOpened();
        awaitThat(() -> session.inFlight() == 4);
        List<Future<CommandResult>> waiting = submit(pool, 6);
        session.lose(new PgConnectionLostException("lost", true, null));
        for (Future<CommandResult> each : carried) {
            assertThatThrownBy(() -> await(each)).isInstanceOf(PgConnectionLostException.class);
        }
        answerUntilDone(waiting);
        assertThat(waiting).allMatch(Future::succeeded);
        awaitThat(() -> pool.statistics().idle() == 1);
        assertThat(pool.statistics().size()).isEqualTo(1);
    }

    @Test
    void closesAConnectionWhoseLifeIsOverThoughCallsKeepComing() throws Exception {
        maxLifetime = Duration.ofMillis(100);
        Pool pool = pool(1, 16);
        List<Future<CommandResult>> first = submit(pool, 3);
        FakeSession old = factory.awaitOpened();
        old.awaitRequest();
        CountDownLatch over = new CountDownLatch(1);
        vertx.setTimer(150, id -> over.countDown());
        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        List<Future<CommandResult>> second = submit(pool, 3);
        settle(old);
        int carried = old.inFlight();
        assertThat(carried).isBetween(1, 3);
        for (int i = 0; i < carried; i++) {
            old.answer();
        }
        FakeSession next = factory.awaitOpened();
        next.awaitRequest();
        assertThat(old.isOpen()).isFalse();
        assertThat(old.mostInFlight()).isEqualTo(carried);
        answerUntilDone(first);
        answerUntilDone(second);
        assertThat(second).allMatch(Future::succeeded);
    }

    @Test
    @DisplayName(
            "A109: closing waits for all statements that a connection carries, and takes no more of those that wait")
    void drainsEachStatementWhenClosed() throws Exception {
        Pool pool = pool(1, 4);
        List<Future<CommandResult>> carried = submit(pool, 4);
        FakeSession session = factory.awaitOpened();
        awaitThat(() -> session.inFlight() == 4);
        List<Future<CommandResult>> waiting = submit(pool, 3);
        Future<Void> closed = pool.close(Duration.ofSeconds(10));
        for (Future<CommandResult> each : waiting) {
            assertThatThrownBy(() -> await(each)).isInstanceOf(PgMisuseException.class);
        }
        for (Future<CommandResult> each : carried) {
            assertThat(closed.isComplete()).isFalse();
            session.answer();
            await(each);
        }
        await(closed);
        assertThat(session.cancels()).isZero();
        assertThat(session.mostInFlight()).isEqualTo(4);
    }

    @Test
    void rollsBackWhatASingleStatementHasBegunBeforeOthersGetTheConnection() throws Exception {
        Pool pool = pool(1, 16);
        Future<CommandResult> begin = submit(pool).future();
        FakeSession session = factory.awaitOpened();
        session.awaitRequest();
        session.prompt(false);
        List<Future<CommandResult>> others = submit(pool, 3);
        session.status(TransactionStatus.ACTIVE);
        session.answer();
        await(begin);
        session.awaitRequest();
        settle(session);
        assertThat(session.inFlight()).as("the rollback alone").isEqualTo(1);
        assertThat(pool.statistics().waiting()).isEqualTo(3);
        session.status(TransactionStatus.IDLE);
        session.answer();
        answerUntilDone(others);
        assertThat(others).allMatch(Future::succeeded);
    }

    @Test
    @DisplayName("F50: 10,000 waiters on a session that answers at once do not exhaust the stack")
    void servesTenThousandWaitersWithoutExhaustingTheStack() {
        factory.mode = FakeSession.Mode.ANSWER_AT_ONCE;
        Pool pool = pool(1, 16);
        await(Future.all(submit(pool, 10_000)));
        assertThat(pool.statistics().acquired()).isEqualTo(10_000);
        assertThat(pool.statistics().waiting()).isZero();
    }

    @Test
    @DisplayName("F51: with many threads, abandoned and overdue calls each call ends once and the counts stay exact")
    void countsExactlyWhenCallsAreAbandoned() throws Exception {
        factory.mode = FakeSession.Mode.ANSWER;
        Pool pool = pool(3, 8);
        AtomicInteger outcomes = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4 * 5_000);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    Request<CommandResult> request = statement(
                            i % 3 == 0
                                    ? System.nanoTime()
                                            + ThreadLocalRandom.current().nextLong(1_000_000)
                                    : Request.NO_DEADLINE);
                    pool.submit(request);
                    request.future().onComplete(result -> {
                        outcomes.incrementAndGet();
                        done.countDown();
                    });
                    if (i % 3 == 1) {
                        vertx.runOnContext(ignored -> request.abandon(new PgCancelledException("given up")));
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        awaitThat(() -> pool.statistics().busy() == 0 && pool.statistics().waiting() == 0);
        assertThat(outcomes).hasValue(20_000);
        assertThat(pool.statistics().idle()).isBetween(1, 3);
        assertThat(factory.opened)
                .allMatch(session -> session.mostInFlight() <= 8)
                .anyMatch(session -> session.mostInFlight() > 1);
    }

    @Test
    void failsACallWhoseTimeEndsInTheQueueWhileOthersAreCarried() throws Exception {
        Pool pool = pool(1, 2);
        List<Future<CommandResult>> carried = submit(pool, 2);
        FakeSession session = factory.awaitOpened();
        awaitThat(() -> session.inFlight() == 2);
        Request<CommandResult> hasty = statement(System.nanoTime() + 20_000_000);
        pool.submit(hasty);
        assertThatThrownBy(() -> await(hasty.future()))
                .isInstanceOf(PgTimeoutException.class)
                .hasMessageContaining("nothing was sent");
        answerUntilDone(carried);
        assertThat(session.mostInFlight()).isEqualTo(2);
    }
}
