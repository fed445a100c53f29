package io.pgnative.spring.boot.autoconfigure;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxThreadFactory;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.ClassUtils;

/** The Vert.x instance of an application that has none. Its threads start with its first connection. */
class OwnedVertx implements DisposableBean {

    private static final Logger logger = LoggerFactory.getLogger(OwnedVertx.class);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    /** What a Java runtime that makes checkpoints has, and what tells Spring of them. */
    private static final boolean IS_CHECKPOINT_POSSIBLE =
            (isPresent("jdk.crac.Core") || isPresent("javax.crac.Core")) && isPresent("org.crac.Resource");

    private final Vertx vertx;

    OwnedVertx(int eventLoopSize, boolean nativeTransport) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(eventLoopSize)
                // No file is served from here, so no directory for copies of them is needed.
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        VertxBootstrap bootstrap = VertxBootstrap.create().options(options).threadFactory(new NamingThreadFactory());
        Transport ofSystem = nativeTransport ? Transport.nativeTransport() : null;
        if (ofSystem != null && ofSystem.available()) {
            // What the options say of it is heard by another builder only.
            bootstrap.transport(ofSystem.implementation());
        }
        this.vertx = bootstrap.init().vertx();
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, OwnedVertx.class.getClassLoader());
    }

    /**
     * Makes one as properties ask for.
     *
     * @param properties what it is to be like
     * @param failures says what is wrong with them
     */
    static OwnedVertx of(PgNativeVertxProperties properties, PgClientFailures failures) {
        Integer size = properties.getEventLoopSize();
        if (size != null && size < 1) {
            throw failures.invalid("vertx.event-loop-size", "is " + size + ", must be 1 or more");
        }
        // Of the transports only that of Java itself bears a checkpoint: the runtime closes and reopens its selectors.
        Boolean nativeTransport = properties.getNativeTransport();
        return new OwnedVertx(
                size != null ? size : Runtime.getRuntime().availableProcessors(),
                nativeTransport != null ? nativeTransport : !IS_CHECKPOINT_POSSIBLE);
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void destroy() {
        try {
            BoundedWait.await(vertx.close(), CLOSE_LIMIT);
        } catch (ExecutionException ex) {
            logger.warn("The client's Vert.x instance was not closed cleanly", ex.getCause());
        } catch (TimeoutException ex) {
            logger.warn("The client's Vert.x instance was not closed within {}", CLOSE_LIMIT);
        }
    }

    /** Tells this instance's threads from those of another one in the same application. */
    private static final class NamingThreadFactory implements VertxThreadFactory {

        @Override
        public VertxThread newVertxThread(
                Runnable target, String name, boolean worker, long maxExecTime, TimeUnit maxExecTimeUnit) {
            return new VertxThread(
                    target, name.replaceFirst("^vert\\.x-", "pgnative-"), worker, maxExecTime, maxExecTimeUnit);
        }
    }
}
