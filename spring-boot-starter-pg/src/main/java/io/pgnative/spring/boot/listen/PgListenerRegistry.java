package io.pgnative.spring.boot.listen;

import io.pgnative.client.PgClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The {@link PgListener} methods of an application: what they do, and how to start and stop them.
 *
 * <p>They start behind everything else, the web server included, and stop before it: first nothing is listened to any
 * more, then what has come is handled within {@code spring.pgnative.listener.shutdown-timeout}, and what is left is
 * dropped. When a context is started again after a stop or a pause, those listeners start that ran before.
 *
 * <p>The start waits for the first attempt to listen, no longer than the connect timeout of the clients. If that fails
 * the application starts all the same, and it is tried again as {@code spring.pgnative.listener.recovery} says.
 */
public final class PgListenerRegistry implements SmartInitializingSingleton, SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(PgListenerRegistry.class);

    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final ConfigurableListableBeanFactory beanFactory;
    private final ObjectProvider<PgClient> clients;
    private final PgListenerSettings settings;
    private final PgListenerThreads threads;
    private final PgListenerErrorHandler errors;

    private volatile Map<String, ListenerContainer> listeners = Map.of();
    private volatile boolean running;
    /** Those that ran when the context was stopped; null before its first stop. */
    private @Nullable List<ListenerContainer> paused;

    /**
     * Makes one, which looks for the methods when all singletons are there.
     *
     * @param beanFactory whose beans have them
     * @param clients where the default client comes from
     * @param settings for what annotations leave open
     * @param threads that methods are called on
     * @param errors told of what they fail with
     */
    public PgListenerRegistry(
            ConfigurableListableBeanFactory beanFactory,
            ObjectProvider<PgClient> clients,
            PgListenerSettings settings,
            PgListenerThreads threads,
            PgListenerErrorHandler errors) {
        this.beanFactory = beanFactory;
        this.clients = clients;
        this.settings = settings;
        this.threads = threads;
        this.errors = errors;
    }

    // ---- for everybody

    /**
     * What all listeners do at this moment.
     *
     * @return their states, ordered by id
     */
    public List<PgListenerState> states() {
        return new TreeMap<>(listeners)
                .values().stream().map(ListenerContainer::state).toList();
    }

    /**
     * What a listener does at this moment.
     *
     * @param id of the listener
     * @return its state
     * @throws IllegalArgumentException if there is none of that id
     */
    public PgListenerState state(String id) {
        return listener(id).state();
    }

    /**
     * Starts a listener, also one that has given up to listen. Does nothing if it runs.
     *
     * @param id of the listener
     * @return done when the first attempt to listen is over, whatever its outcome: after a failure it is tried again.
     *     It completes on a thread of the common pool, so that what is chained to it may wait
     * @throws IllegalArgumentException if there is none of that id
     */
    public CompletableFuture<Void> start(String id) {
        return listener(id).start();
    }

    /**
     * Stops a listener. Does nothing if it does not run. A method that stops its own listener must not wait for the end
     * of it.
     *
     * @param id of the listener
     * @return done when all that has come was handled, or {@code spring.pgnative.listener.shutdown-timeout} is over. It
     *     completes on the thread of the listener that was the last at work, or, when the time is over, on one of the
     *     common pool; what is chained to it may wait
     * @throws IllegalArgumentException if there is none of that id
     */
    public CompletableFuture<Void> stop(String id) {
        return listener(id).stop(settings.shutdownTimeout());
    }

    private ListenerContainer listener(String id) {
        ListenerContainer listener = listeners.get(id);
        if (listener == null) {
            throw new IllegalArgumentException(
                    "no listener has the id \"" + id + "\"; there are " + new TreeMap<>(listeners).keySet());
        }
        return listener;
    }

    // ---- for the application context

    @Override
    public void afterSingletonsInstantiated() {
        listeners = new ListenerFactory(beanFactory, clients, settings, threads.executor(), errors).create();
    }

    @Override
    public void start() {
        running = true;
        List<ListenerContainer> wanted = paused != null
                ? paused
                : listeners.values().stream()
                        .filter(listener -> listener.definition().autoStartup())
                        .toList();
        List<CompletableFuture<Void>> attempts =
                wanted.stream().map(ListenerContainer::start).toList();
        try {
            all(attempts)
                    .orTimeout(limit(wanted).toNanos(), TimeUnit.NANOSECONDS)
                    .join();
        } catch (CompletionException ex) {
            if (!(ex.getCause() instanceof TimeoutException)) {
                throw ex;
            }
            logger.warn("Not all PostgreSQL listeners listen yet; they go on trying");
        }
    }

    private static Duration limit(List<ListenerContainer> wanted) {
        return wanted.stream()
                .map(listener -> listener.definition().client().options().connectTimeout())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO)
                .plus(MARGIN);
    }

    @Override
    public void stop() {
        end().join();
    }

    @Override
    public void stop(Runnable callback) {
        end().whenComplete((done, failure) -> callback.run());
    }

    private CompletableFuture<Void> end() {
        running = false;
        List<ListenerContainer> ended =
                listeners.values().stream().filter(ListenerContainer::isRunning).toList();
        paused = ended;
        return all(ended.stream()
                .map(listener -> listener.stop(settings.shutdownTimeout()))
                .toList());
    }

    private static CompletableFuture<Void> all(Collection<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
