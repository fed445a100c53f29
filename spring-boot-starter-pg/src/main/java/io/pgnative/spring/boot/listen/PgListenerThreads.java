package io.pgnative.spring.boot.listen;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The threads that listeners are called on. Closing ends those that it has made itself. */
public final class PgListenerThreads implements AutoCloseable {

    private static final String PREFIX = "pg-listener-";

    private static final long IDLE_SECONDS = 60;

    private final Executor executor;
    private final Runnable end;

    private PgListenerThreads(Executor executor, Runnable end) {
        this.executor = executor;
        this.end = end;
    }

    /**
     * Uses those of somebody else, who also closes them.
     *
     * @param executor whose threads may wait
     * @return threads
     */
    public static PgListenerThreads of(Executor executor) {
        return new PgListenerThreads(executor, () -> {});
    }

    /**
     * Makes a virtual thread whenever one is needed.
     *
     * @return threads; needs Java 21
     */
    public static PgListenerThreads virtual() {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(PREFIX);
        executor.setVirtualThreads(true);
        return new PgListenerThreads(executor, executor::close);
    }

    /**
     * Makes a thread whenever one is needed, and keeps it for a minute: as many as listeners handle notifications at
     * once.
     *
     * @return threads
     */
    public static PgListenerThreads pooled() {
        CustomizableThreadFactory factory = new CustomizableThreadFactory(PREFIX);
        factory.setDaemon(true);
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        return new PgListenerThreads(executor, executor::shutdown);
    }

    Executor executor() {
        return executor;
    }

    @Override
    public void close() {
        end.run();
    }
}
