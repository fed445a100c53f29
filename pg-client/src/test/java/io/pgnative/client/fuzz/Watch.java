package io.pgnative.client.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** What the runs together must not do: grow, leak buffers, block the event loop. */
final class Watch {

    private static final int BEAT_MILLIS = 10;
    private static final long LONGEST_TURN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long MOST_GROWTH = 64L << 20;

    /** On the event loop, for each run: connections, a conversation, queries behind it. */
    private static final long MOST_ALLOCATED = 4L << 20;

    private static final int WARM_UP = 50;

    /** Between two beats: no announced length may be believed. */
    private static final long MOST_AT_ONCE = 512L << 20;

    private final Vertx vertx;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Logger leakLogger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();
    private final AtomicLong longestTurn = new AtomicLong();
    private final AtomicLong mostAtOnce = new AtomicLong();
    private final long loopThread;
    private final long beat;
    private final long heap;
    private final long direct;
    private final long allocated;
    private long lastNanos = System.nanoTime();
    private long lastAllocated;

    /** Begins to watch a Vert.x of one event loop. */
    Watch(Vertx vertx) {
        this.vertx = vertx;
        leaks.start();
        leakLogger.addAppender(leaks);
        CompletableFuture<Long> id = new CompletableFuture<>();
        vertx.runOnContext(turn -> id.complete(Thread.currentThread().getId()));
        loopThread = id.join();
        heap = heapInUse();
        direct = PlatformDependent.usedDirectMemory();
        allocated = threads.getThreadAllocatedBytes(loopThread);
        lastAllocated = allocated;
        beat = vertx.setPeriodic(BEAT_MILLIS, timer -> beat());
    }

    private void beat() {
        long now = System.nanoTime();
        longestTurn.accumulateAndGet(now - lastNanos, Math::max);
        lastNanos = now;
        long all = threads.getThreadAllocatedBytes(loopThread);
        mostAtOnce.accumulateAndGet(all - lastAllocated, Math::max);
        lastAllocated = all;
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Ends, and judges. */
    void check(int runs) {
        vertx.cancelTimer(beat);
        long loopAllocated = threads.getThreadAllocatedBytes(loopThread) - allocated;
        long grown = heapInUse() - heap;
        // Leaks are told when the next buffer is made.
        for (int i = 0; i < 100; i++) {
            ByteBufAllocator.DEFAULT.buffer(16).release();
        }
        leakLogger.detachAppender(leaks);
        System.out.printf(
                "%,d runs; longest turn %,d ms; %,d kB allocated by the loop for each; heap %+,d kB, direct %+,d kB%n",
                runs,
                TimeUnit.NANOSECONDS.toMillis(longestTurn.get()),
                (loopAllocated / runs) >> 10,
                grown >> 10,
                (PlatformDependent.usedDirectMemory() - direct) >> 10);
        assertThat(leaks.list).as("leaked buffers").isEmpty();
        assertThat(longestTurn).as("longest turn of the event loop, ns").hasValueLessThan(LONGEST_TURN_NANOS);
        assertThat(loopAllocated).as("allocated by the loop").isLessThan((WARM_UP + runs) * MOST_ALLOCATED);
        assertThat(mostAtOnce).as("allocated by the loop at once").hasValueLessThan(MOST_AT_ONCE);
        assertThat(grown).as("growth of the heap").isLessThan(MOST_GROWTH);
        assertThat(PlatformDependent.usedDirectMemory() - direct)
                .as("growth of direct memory")
                .isLessThan(MOST_GROWTH);
    }
}
