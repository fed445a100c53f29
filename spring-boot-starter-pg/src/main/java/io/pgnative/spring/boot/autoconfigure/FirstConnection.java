package io.pgnative.spring.boot.autoconfigure;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgClientListener;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.PgServerException;
import io.vertx.core.Future;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the first connection of a client, which goes to the pool. */
final class FirstConnection {

    private static final Logger logger = LoggerFactory.getLogger(PgClientLifecycle.class);

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** The oldest major version that the client is tested with. */
    private static final int OLDEST = 14;

    /** What a server says that is about to be ready: cannot_connect_now, too_many_connections. */
    private static final Set<String> NOT_YET = Set.of("57P03", "53300");

    private FirstConnection() {}

    /** Opens it in the background. */
    static Future<Void> open(PgClient client) {
        return client.withConnection(connection -> {
            warnOfAge(client, connection);
            return Future.succeededFuture();
        });
    }

    private static void warnOfAge(PgClient client, PgConnection connection) {
        if (connection.serverVersion().major() < OLDEST) {
            logger.warn(
                    "PostgreSQL pool \"{}\" uses a server of version {}; the oldest that is supported is {}",
                    client.options().pool().name(),
                    connection.serverVersion(),
                    OLDEST);
        }
    }

    /**
     * Waits for it, on a thread that may wait.
     *
     * @param client whose connection is opened
     * @param patience how long it is tried again while there is no server yet
     * @throws ExecutionException why it could not be opened
     */
    static void open(PgClient client, Duration patience) throws ExecutionException {
        open(client, patience, PAUSE);
    }

    /** As above, with a pause between attempts, which the end of the client and an interrupt cut short. */
    static void open(PgClient client, Duration patience, Duration pause) throws ExecutionException {
        CountDownLatch closed = new CountDownLatch(1);
        PgRegistration listening = client.addListener(new PgClientListener() {
            @Override
            public void closed() {
                closed.countDown();
            }
        });
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (boolean first = true; ; first = false) {
                ExecutionException failure = attempt(client);
                if (failure == null) {
                    return;
                }
                if (System.nanoTime() + pause.toNanos() > deadline || !isNotYet(failure)) {
                    throw failure;
                }
                if (first) {
                    logger.info(
                            "PostgreSQL pool \"{}\" has no server yet, and tries again for {}: {}",
                            client.options().pool().name(),
                            patience,
                            failure.getCause() != null ? failure.getCause().getMessage() : failure.getMessage());
                }
                if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new ExecutionException("the client was closed while it waited for the server", failure);
                }
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new ExecutionException("interrupted while waiting for the server", ex);
        } finally {
            listening.close();
        }
    }

    private static @Nullable ExecutionException attempt(PgClient client) {
        try {
            BoundedWait.await(open(client), client.options().connectTimeout().plusSeconds(1));
            return null;
        } catch (TimeoutException ex) {
            return new ExecutionException(new TimeoutException(
                    "no connection within " + client.options().connectTimeout()));
        } catch (ExecutionException ex) {
            return ex;
        }
    }

    private static boolean isNotYet(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || (cause instanceof PgServerException server && NOT_YET.contains(server.sqlState()))) {
                return true;
            }
        }
        return false;
    }
}
