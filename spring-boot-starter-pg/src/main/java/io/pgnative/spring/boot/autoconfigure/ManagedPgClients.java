package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/** Keeps the clients that the application makes by hand, and does with them what is done with those of properties. */
class ManagedPgClients implements PgClients, SmartLifecycle, DisposableBean {

    /** The bean that makes clients by hand. */
    static final String BEAN = "pgClients";

    private final PgClientMaker maker;
    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<Vertx> vertx;
    private final Supplier<OwnedVertx> ownVertx;
    private final List<PgClientLifecycle> made = new CopyOnWriteArrayList<>();
    private @Nullable OwnedVertx owned;
    private volatile boolean running;

    ManagedPgClients(
            PgClientMaker maker,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<Vertx> vertx,
            Supplier<OwnedVertx> ownVertx) {
        this.maker = maker;
        this.beans = beans;
        this.vertx = vertx;
        this.ownVertx = ownVertx;
    }

    @Override
    public PgClient create(String name, String prefix, PgNativeProperties properties) {
        return create(name, prefix, properties, maker.details(prefix, properties, vertx()));
    }

    @Override
    public PgClient create(
            String name, String prefix, PgNativeProperties properties, PgNativeConnectionDetails details) {
        PgClientLifecycle lifecycle = maker.make(name, prefix, properties, details, vertx());
        lifecycle.afterPropertiesSet();
        made.add(lifecycle);
        if (running) {
            lifecycle.start();
        }
        return lifecycle.client();
    }

    /** The Vert.x of the application outlives these clients. Without one they have their own, which no bean shows. */
    private synchronized Vertx vertx() {
        Vertx ofApplication = owned == null ? vertx.getIfAvailable() : null;
        if (ofApplication != null) {
            for (String name : beans.getBeanNamesForType(Vertx.class, true, false)) {
                beans.registerDependentBean(name, BEAN);
            }
            return ofApplication;
        }
        if (owned == null) {
            owned = ownVertx.get();
        }
        return owned.vertx();
    }

    @Override
    public void start() {
        running = true;
        made.forEach(PgClientLifecycle::start);
    }

    @Override
    public void stop() {
        running = false;
        made.forEach(PgClientLifecycle::stop);
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        AtomicInteger left = new AtomicInteger(made.size() + 1);
        Runnable one = () -> {
            if (left.decrementAndGet() == 0) {
                callback.run();
            }
        };
        made.forEach(lifecycle -> lifecycle.stop(one));
        one.run();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PgClientLifecycle.PHASE;
    }

    @Override
    public synchronized void destroy() {
        made.forEach(PgClientLifecycle::destroy);
        if (owned != null) {
            owned.destroy();
        }
    }
}
