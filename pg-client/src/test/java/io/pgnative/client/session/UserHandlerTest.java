package io.pgnative.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.testing.PostgresExtension;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of calls for a handler of the program that does not keep up. */
@ExtendWith(PostgresExtension.class)
class UserHandlerTest {

    /** As large as the payload of a notification gets. */
    private static final int SIZE = 16_000;

    private static final int CALLS = 20_000;

    private final ContextInternal context;

    UserHandlerTest(Vertx vertx) {
        this.context = ((VertxInternal) vertx).createWorkerContext();
    }

    @Test
    @DisplayName("S25: what waits for a slow handler is bounded, and it is told in their place what was left out")
    void leavesOutWhatIsTooMuchAndTells() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
        AtomicLong leftOut = new AtomicLong();
        AtomicInteger heardBefore = new AtomicInteger();
        UserHandler handler = new UserHandler("handler", context, count -> {
            leftOut.addAndGet(count);
            heardBefore.set(heard.size());
        });
        handler.call(0, () -> {
            entered.countDown();
            awaitQuietly(slow);
        });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        for (int i = 0; i < CALLS; i++) {
            int number = i;
            handler.call(SIZE, () -> heard.add(number));
        }
        slow.countDown();
        handler.callLast(end::countDown);

        assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(leftOut).hasPositiveValue();
        assertThat(heard.size() + leftOut.get()).isEqualTo(CALLS);
        assertThat((long) heardBefore.get() * SIZE).isLessThanOrEqualTo(64L * 1024 * 1024);
        assertThat(heard).startsWith(0, 1, 2).isSorted();
    }

    @Test
    void leavesNothingOutOnceTheHandlerKeepsUp() throws InterruptedException {
        AtomicLong leftOut = new AtomicLong();
        UserHandler handler = new UserHandler("handler", context, leftOut::addAndGet);
        int heard = 0;
        for (int i = 0; i < CALLS; i++) {
            CountDownLatch done = new CountDownLatch(1);
            handler.call(SIZE, done::countDown);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            heard++;
        }
        assertThat(heard).isEqualTo(CALLS);
        assertThat(leftOut).hasValue(0);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
