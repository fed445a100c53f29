package io.pgnative.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PgTimeoutException;
import io.pgnative.client.PoolStatistics;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.session.FakeSession;
import io.pgnative.client.session.Request;
import io.pgnative.client.session.Requests;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PoolTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final Vertx vertx = Vertx.vertx();
    private final FakeFactory factory = new FakeFactory();
    private int maxSize = 2;
    private int minIdle;
    private int maxWaiting = 20_000;
    private Duration acquireTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ZERO;
    private Duration maxLifetime = Duration.ZERO;
    private int pipeliningLimit = 16;
    private Duration validateAfterIdle = LONG;

    @AfterEach
    void closeVertx() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Pool pool() {
        PgOptions.Pool options = new PgOptions.Pool(
                "test",
                maxSize,
                minIdle,
                maxWaiting,
                acquireTimeout,
                idleTimeout,
                maxLifetime,
                0.1,
                0,
                pipeliningLimit,
                validateAfterIdle,
                Duration.ofMillis(100),
                ResetPolicy.NONE,
                Duration.ZERO);
        return new Pool((VertxInternal) vertx, options, factory);
    }

    private static Request<CommandResult> request() {
        return Requests.script(null, "fake", Request.NO_DEADLINE);
    }

    private static Request<CommandResult> submit(Pool pool) {
        Request<CommandResult> request = request();
        pool.submit(request);
        return request;
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

    /** Looks every millisecond, since a pool's figures raise no event. */
    private PoolStatistics awaitStatistics(Pool pool, Predicate<PoolStatistics> wanted) throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        long timer = vertx.setPeriodic(1, id -> {
            if (wanted.test(pool.statistics())) {
                seen.countDown();
            }
        });
        boolean isSeen = seen.await(10, TimeUnit.SECONDS);
        vertx.cancelTimer(timer);
        PoolStatistics last = pool.statistics();
        assertThat(isSeen).as("last seen: %s", last).isTrue();
        return last;
    }

    /** Closed, after calls have waited in it: one for long, then one for less. */
    private WeakReference<Pool> closedPool() throws InterruptedException {
        Pool pool = pool();
        Request<CommandResult> longest = request();
        pool.submit(longest);
        Request<CommandResult> shorter = Requests.script(
                null, "fake", System.nanoTime() + LONG.dividedBy(2).toNanos());
        pool.submit(shorter);
        assertThat(pool.statistics().waiting()).isEqualTo(2);
        Future<Void> closed = pool.close(Duration.ZERO);
        factory.failure = serverError("57P03");
        factory.finishOpening();
        factory.finishOpening();
        assertThatThrownBy(() -> await(longest.future())).isInstanceOf(PgMisuseException.class);
        assertThatThrownBy(() -> await(shorter.future())).isInstanceOf(PgMisuseException.class);
        await(closed);
        return new WeakReference<>(pool);
    }

    @Test
    void leavesNoTimerThatHoldsOnToAClosedPool() throws InterruptedException {
        acquireTimeout = LONG;
        factory.isHolding = true;
        WeakReference<Pool> closed = closedPool();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (closed.get() != null && System.nanoTime() - limit < 0) {
            System.gc();
        }
        assertThat(closed.get()).isNull();
    }

    private static PgServerException serverError(String state) {
        return new PgServerException(
                "refused (" + state + ")", Map.of('C', state, 'S', "FATAL", 'M', "refused"), null, 0);
    }

    @Test
    void opensNothingBeforeTheFirstCall() {
        Pool pool = pool();
        pool.start();
        assertThat(factory.attempts).hasValue(0);
        assertThat(pool.statistics().size()).isZero();
    }

    @Test
    void usesTheSameConnectionAgainWhenCallsComeOneByOne() {
        Pool pool = pool();
        for (int i = 0; i < 20; i++) {
            await(submit(pool).future());
        }
        assertThat(factory.attempts).hasValue(1);
        PoolStatistics statistics = pool.statistics();
        assertThat(statistics.acquired()).isEqualTo(20);
        assertThat(statistics.idle()).isEqualTo(1);
        assertThat(statistics.opened()).isEqualTo(1);
    }

    @Test
    void servesWaitersInTheOrderTheyCame() throws Exception {
        maxSize = 1;
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        List<Integer> order = new ArrayList<>();
        List<Request<CommandResult>> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            Request<CommandResult> request = submit(pool);
            request.future().onSuccess(done -> order.add(number));
            requests.add(request);
        }
        FakeSession session = factory.awaitOpened();
        for (Request<CommandResult> request : requests) {
            session.answer();
            await(request.future());
        }
        assertThat(order).isSorted().hasSize(50);
    }

    @Test
    @DisplayName("F50: 10,000 waiters on a session that answers at once do not exhaust the stack")
    void servesTenThousandWaitersWithoutExhaustingTheStack() {
        maxSize = 1;
        factory.mode = FakeSession.Mode.ANSWER_AT_ONCE;
        Pool pool = pool();
        List<Future<CommandResult>> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(submit(pool).future());
        }
        await(Future.all(all));
        assertThat(pool.statistics().acquired()).isEqualTo(10_000);
        assertThat(pool.statistics().waiting()).isZero();
    }

    @Test
    @DisplayName("F51: of many waiters some are abandoned and some expire; each ends once and the counts stay exact")
    void countsExactlyWhenWaitersAreAbandonedAndExpire() throws Exception {
        maxSize = 4;
        Pool pool = pool();
        int[] outcomes = new int[1];
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long deadline = i % 3 == 0
                    ? System.nanoTime() + ThreadLocalRandom.current().nextLong(1_000_000)
                    : Request.NO_DEADLINE;
            Request<CommandResult> request = Requests.script(null, "fake", deadline);
            pool.submit(request);
            all.add(request.future().onComplete(done -> {
                synchronized (outcomes) {
                    outcomes[0]++;
                }
            }));
            if (i % 3 == 1) {
                vertx.runOnContext(ignored -> request.abandon(new PgCancelledException("given up")));
            }
        }
        // Of those that fail, the reasons are checked by other tests.
        await(Future.join(all).otherwiseEmpty());
        assertThat(outcomes[0]).isEqualTo(10_000);
        PoolStatistics statistics = awaitStatistics(pool, now -> now.busy() == 0 && now.waiting() == 0);
        assertThat(statistics.size()).isEqualTo(statistics.idle()).isBetween(1, 4);
    }

    @Test
    void completesTheSamePoolFromManyThreads() throws Exception {
        maxSize = 3;
        Pool pool = pool();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(4 * 5_000);
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    submit(pool).future().onSuccess(result -> done.countDown());
                }
            });
            threads.add(thread);
            thread.start();
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        for (Thread thread : threads) {
            thread.join();
        }
        PoolStatistics statistics = awaitStatistics(pool, now -> now.busy() == 0);
        assertThat(statistics.acquired()).isEqualTo(20_000);
        assertThat(statistics.opened()).isLessThanOrEqualTo(3);
    }

    @Test
    @DisplayName("F52: a full queue refuses at once")
    void refusesAtOnceWhenTheQueueIsFull() throws Exception {
        maxSize = 1;
        maxWaiting = 2;
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        submit(pool);
        factory.awaitOpened().awaitRequest();
        submit(pool);
        submit(pool);
        Request<CommandResult> tooMany = submit(pool);
        assertThat(tooMany.future().isComplete()).isTrue();
        assertThatThrownBy(() -> await(tooMany.future()))
                .isInstanceOf(PgAcquireTimeoutException.class)
                .hasMessage("the queue for a connection is full: 1 of 1 busy, 0 opening, 2 waiting");
        assertThat(pool.statistics().queueRejections()).isEqualTo(1);
    }

    @Test
    void tellsTheStateOfThePoolWhenTheAcquireTimeoutPasses() throws Exception {
        maxSize = 1;
        acquireTimeout = Duration.ofMillis(50);
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        submit(pool);
        factory.awaitOpened().awaitRequest();
        assertThatThrownBy(() -> await(submit(pool).future()))
                .isInstanceOf(PgAcquireTimeoutException.class)
                .hasMessage("no connection within 50 ms: 1 of 1 busy, 0 opening, 1 waiting");
        assertThat(pool.statistics().acquireTimeouts()).isEqualTo(1);
        assertThat(pool.statistics().waiting()).isZero();
    }

    @Test
    void failsAWaitingCallWhoseOwnDeadlineComesFirst() throws Exception {
        maxSize = 1;
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        submit(pool);
        factory.awaitOpened().awaitRequest();
        Request<CommandResult> hasty = Requests.script(null, "fake", System.nanoTime() + 20_000_000);
        pool.submit(hasty);
        assertThatThrownBy(() -> await(hasty.future()))
                .isInstanceOf(PgTimeoutException.class)
                .hasMessageContaining("nothing was sent");
    }

    @Test
    @DisplayName("F57: a connection that was opened for somebody who has given up joins the pool")
    void keepsAConnectionWhoseWaiterHasGivenUp() throws Exception {
        factory.isHolding = true;
        Pool pool = pool();
        Request<CommandResult> request = submit(pool);
        request.abandon(new PgCancelledException("given up"));
        assertThat(pool.statistics().waiting()).isZero();
        factory.finishOpening();
        assertThat(awaitStatistics(pool, now -> now.opening() == 0).idle()).isEqualTo(1);
    }

    @Test
    @DisplayName("F08: what waiting cannot cure fails all waiters at once and is not tried again in a loop")
    void failsFastWhenTheServerRefusesTheUser() {
        factory.failure = serverError("28P01");
        Pool pool = pool();
        Request<CommandResult> first = submit(pool);
        Request<CommandResult> second = submit(pool);
        assertThatThrownBy(() -> await(first.future())).isSameAs(factory.failure);
        assertThatThrownBy(() -> await(second.future())).isSameAs(factory.failure);
        int attempts = factory.attempts.get();
        for (int i = 0; i < 100; i++) {
            Request<CommandResult> again = submit(pool);
            if (again.future().failed()) {
                assertThat(again.future().cause()).isSameAs(factory.failure);
            }
        }
        assertThat(factory.attempts.get() - attempts).isLessThanOrEqualTo(2);
        assertThat(pool.statistics().openFailures()).isPositive();
    }

    @Test
    @DisplayName("F05, F06, F41: what may pass is tried again until the acquire timeout, and is its cause")
    void reportsTheLastFailureToOpenAsCauseOfTheTimeout() {
        factory.failure = new PgConnectException("connection refused: nowhere:5432");
        acquireTimeout = Duration.ofMillis(400);
        Pool pool = pool();
        assertThatThrownBy(() -> await(submit(pool).future()))
                .isInstanceOf(PgAcquireTimeoutException.class)
                .hasMessageContaining("0 of 2 busy")
                .hasMessageEndingWith("the last attempt to open one failed: connection refused: nowhere:5432")
                .hasCause(factory.failure);
        assertThat(factory.attempts.get()).as("with a growing pause").isBetween(2, 6);
    }

    @Test
    @DisplayName("F06: a server that comes up in time serves those who waited")
    void recoversWhenOpeningSucceedsAgain() throws Exception {
        factory.failure = serverError("57P03");
        Pool pool = pool();
        Request<CommandResult> request = submit(pool);
        awaitStatistics(pool, now -> now.openFailures() > 0);
        factory.failure = null;
        assertThat(await(request.future()).tag()).isEqualTo("FAKE");
    }

    @Test
    @DisplayName("F07: waiters are served by the connections that exist when no more can be opened")
    void servesWaitersByExistingConnectionsWhenTheServerIsFull() throws Exception {
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        Request<CommandResult> first = submit(pool);
        FakeSession session = factory.awaitOpened();
        session.awaitRequest();
        factory.failure = serverError("53300");
        Request<CommandResult> second = submit(pool);
        awaitStatistics(pool, now -> now.openFailures() > 0);
        session.answer();
        await(first.future());
        session.answer();
        await(second.future());
    }

    @Test
    void opensTheMinimumAtTheStartAndRestoresItAfterALoss() throws Exception {
        minIdle = 2;
        maxSize = 3;
        Pool pool = pool();
        pool.start();
        awaitStatistics(pool, now -> now.idle() == 2);
        factory.opened.get(0).lose(new PgConnectionLostException("lost", false, null));
        PoolStatistics statistics = awaitStatistics(pool, now -> now.closed() == 1 && now.idle() == 2);
        assertThat(statistics.opened()).isEqualTo(3);
    }

    @Test
    @DisplayName("A111: the slot of a lost connection is free at once, and its waiters get another")
    void servesWaitersByANewConnectionWhenABusyOneIsLost() throws Exception {
        maxSize = 1;
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        Request<CommandResult> victim = submit(pool);
        FakeSession session = factory.awaitOpened();
        session.awaitRequest();
        Request<CommandResult> waiting = submit(pool);
        session.lose(new PgConnectionLostException("lost", true, null));
        assertThatThrownBy(() -> await(victim.future())).isInstanceOf(PgConnectionLostException.class);
        factory.awaitOpened().answer();
        await(waiting.future());
    }

    @Test
    void closesIdleConnectionsDownToTheMinimum() throws Exception {
        maxSize = 4;
        minIdle = 1;
        idleTimeout = Duration.ofMillis(100);
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        List<Request<CommandResult>> requests = List.of(submit(pool), submit(pool), submit(pool), submit(pool));
        List<FakeSession> sessions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FakeSession session = factory.awaitOpened();
            session.awaitRequest();
            sessions.add(session);
        }
        for (FakeSession session : sessions) {
            session.answer();
        }
        for (Request<CommandResult> request : requests) {
            await(request.future());
        }
        PoolStatistics statistics = awaitStatistics(pool, now -> now.closed() == 3);
        assertThat(statistics.idle()).isEqualTo(1);
    }

    @Test
    @DisplayName("F67: the replacement of the last idle connection is opened before that one is closed")
    void replacesConnectionsWhoseLifeIsOver() throws Exception {
        minIdle = 1;
        maxLifetime = Duration.ofMillis(200);
        Pool pool = pool();
        pool.start();
        PoolStatistics statistics = awaitStatistics(pool, now -> now.closed() >= 2);
        assertThat(statistics.opened()).isGreaterThan(statistics.closed());
    }

    @Test
    void checksAConnectionThatHasRestedLongBeforeUse() {
        // More may be opened while the check's answer is on its way to the one who waits.
        maxSize = 1;
        validateAfterIdle = Duration.ZERO;
        Pool pool = pool();
        await(submit(pool).future());
        await(submit(pool).future());
        assertThat(factory.attempts).hasValue(1);
    }

    @Test
    @DisplayName("F32: a connection that does not answer the check is replaced without the caller noticing")
    void replacesAConnectionThatDoesNotAnswerTheCheck() throws Exception {
        maxSize = 1;
        validateAfterIdle = Duration.ofMillis(1);
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        Request<CommandResult> first = submit(pool);
        FakeSession silent = factory.awaitOpened();
        silent.answer();
        await(first.future());
        CountDownLatch rested = new CountDownLatch(1);
        vertx.setTimer(20, id -> rested.countDown());
        assertThat(rested.await(10, TimeUnit.SECONDS)).isTrue();
        Request<CommandResult> second = submit(pool);
        silent.awaitRequest();
        silent.lose(new PgConnectionLostException("silence", false, null));
        factory.awaitOpened().answer();
        await(second.future());
    }

    @Test
    @DisplayName("F68, A109: closing refuses new calls, fails those that wait and lets those in flight end")
    void drainsWhenClosed() throws Exception {
        maxSize = 1;
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        Request<CommandResult> running = submit(pool);
        FakeSession session = factory.awaitOpened();
        session.awaitRequest();
        Request<CommandResult> waiting = submit(pool);
        Future<Void> closed = pool.close(Duration.ofSeconds(10));
        assertThatThrownBy(() -> await(waiting.future()))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> await(submit(pool).future())).isInstanceOf(PgMisuseException.class);
        assertThat(closed.isComplete()).isFalse();
        session.answer();
        await(running.future());
        await(closed);
        assertThat(pool.close(Duration.ZERO)).isSameAs(closed);
        assertThat(pool.statistics().size()).isZero();
        assertThat(session.cancels()).isZero();
    }

    @Test
    @DisplayName("A109: after the grace what runs is cancelled and its connection closed")
    void cancelsWhatRunsWhenTheGraceIsOver() throws Exception {
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        Request<CommandResult> running = submit(pool);
        FakeSession session = factory.awaitOpened();
        session.awaitRequest();
        await(pool.close(Duration.ofMillis(20)));
        assertThat(session.cancels()).isEqualTo(1);
        assertThat(session.isOpen()).isFalse();
        assertThatThrownBy(() -> await(running.future()))
                .isInstanceOfSatisfying(PgServerException.class, failure -> assertThat(failure.sqlState())
                        .isEqualTo("57014"));
    }

    @Test
    @DisplayName("F68: a connection that arrives after the end is closed on arrival")
    void closesAConnectionThatArrivesLate() throws Exception {
        factory.isHolding = true;
        Pool pool = pool();
        submit(pool);
        Future<Void> closed = pool.close(Duration.ofSeconds(10));
        factory.finishOpening();
        await(closed);
        assertThat(factory.awaitOpened().isOpen()).isFalse();
    }

    @Test
    void restoresTheMinimumWhenResumed() throws Exception {
        minIdle = 1;
        Pool pool = pool();
        pool.start();
        awaitStatistics(pool, now -> now.idle() == 1);
        await(pool.suspend(Duration.ZERO));
        assertThat(pool.statistics().size()).isZero();
        assertThatThrownBy(() -> await(submit(pool).future()))
                .isInstanceOf(PgMisuseException.class)
                .hasMessageContaining("suspended");
        pool.resume();
        awaitStatistics(pool, now -> now.idle() == 1);
        await(submit(pool).future());
    }

    @Test
    @DisplayName("F69: the end of the Vert.x instance ends the pool")
    void endsWithItsVertx() throws Exception {
        factory.isHolding = true;
        Vertx own = Vertx.vertx();
        PgOptions.Pool options = new PgOptions.Pool(
                "test",
                1,
                0,
                10,
                LONG,
                LONG,
                LONG,
                0.1,
                0,
                16,
                LONG,
                Duration.ofSeconds(1),
                ResetPolicy.NONE,
                Duration.ZERO);
        Pool pool = new Pool((VertxInternal) own, options, factory);
        Request<CommandResult> waiting = submit(pool);
        own.close();
        assertThatThrownBy(() -> await(waiting.future())).isInstanceOf(PgMisuseException.class);
        factory.finishOpening();
    }

    @Test
    @DisplayName("F59, A102: a lease refuses everything after its release, and a second release is harmless")
    void refusesARequestOnAReleasedLease() {
        maxSize = 1;
        Pool pool = pool();
        Lease lease = await(pool.acquire(null).future());
        await(lease.release(true));
        await(lease.release(true));
        Request<CommandResult> late = request();
        lease.submit(late);
        assertThatThrownBy(() -> await(late.future()))
                .isInstanceOf(PgMisuseException.class)
                .hasMessage("the connection was given back to the pool");
        assertThatThrownBy(lease::session).isInstanceOf(PgMisuseException.class);
        Lease next = await(pool.acquire(null).future());
        assertThat(pool.statistics().busy()).isEqualTo(1);
        await(lease.release(true));
        assertThat(pool.statistics().busy()).isEqualTo(1);
        await(next.release(true));
    }

    @Test
    void waitsForTheRequestsUnderWayBeforeALeaseGoesBack() throws Exception {
        factory.mode = FakeSession.Mode.HOLD;
        Pool pool = pool();
        Lease lease = await(pool.acquire(null).future());
        Request<CommandResult> running = request();
        lease.submit(running);
        Future<Void> released = lease.release(true);
        FakeSession session = factory.awaitOpened();
        session.awaitRequest();
        assertThat(released.isComplete()).isFalse();
        assertThat(pool.statistics().idle()).isZero();
        session.answer();
        await(released);
        assertThat(pool.statistics().idle()).isEqualTo(1);
    }

    @Test
    @DisplayName("F66: a connection whose transaction cannot be rolled back is closed")
    void closesAConnectionWhoseTransactionCannotBeRolledBack() throws Exception {
        Pool pool = pool();
        Lease lease = await(pool.acquire(null).future());
        FakeSession session = factory.awaitOpened();
        // The answer to the ROLLBACK leaves it as it is.
        session.status(TransactionStatus.ACTIVE);
        await(lease.release(false));
        assertThat(session.awaitAbort()).isTrue();
        awaitStatistics(pool, now -> now.size() == 0);
    }

    @Test
    @DisplayName("F53: a lease that is granted to somebody who has given up goes back")
    void takesBackALeaseThatNobodyWants() throws Exception {
        Pool pool = pool();
        await(submit(pool).future());
        PendingLease pending = pool.acquire(null);
        assertThat(pending.future().isComplete()).isTrue();
        pending.abandon(new PgCancelledException("given up"));
        awaitStatistics(pool, now -> now.idle() == 1);
        assertThat(await(pending.future()).isOpen()).isFalse();
    }

    @Test
    void judgesWhichFailuresMayPass() {
        assertThat(Backoff.isLasting(serverError("28000"))).isTrue();
        assertThat(Backoff.isLasting(serverError("3D000"))).isTrue();
        assertThat(Backoff.isLasting(serverError("53300"))).isFalse();
        assertThat(Backoff.isLasting(serverError("57P03"))).isFalse();
        PgException wrapped = new PgConnectException("authentication", serverError("28P01"));
        assertThat(Backoff.isLasting(wrapped)).isTrue();
        assertThat(Backoff.isLasting(new PgConnectException("unknown host"))).isFalse();
    }
}
