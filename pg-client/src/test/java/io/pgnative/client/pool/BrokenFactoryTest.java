package io.pgnative.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgnative.client.PgAcquireTimeoutException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.session.Session;
import io.pgnative.client.session.SessionFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who wait for a connection whose opening breaks before it has begun. */
class BrokenFactoryTest {

    private final Vertx vertx = Vertx.vertx();

    private final SessionFactory broken = new SessionFactory() {
        @Override
        public Future<Session> open(ContextInternal context) {
            throw new NoClassDefFoundError("of a library");
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    };

    @AfterEach
    void closeVertx() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void assertThatIsTold(ThrowingCallable call, Class<?> kind) {
        assertThatThrownBy(call)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(kind)
                .hasStackTraceContaining("NoClassDefFoundError: of a library");
    }

    @Test
    void tellsCallersOfAPoolAndKeepsNoPlaceForIt() throws Exception {
        PgOptions.Pool options = new PgOptions.Pool(
                "test",
                1,
                0,
                100,
                Duration.ofMillis(400),
                Duration.ZERO,
                Duration.ZERO,
                0.1,
                0,
                16,
                Duration.ofMinutes(10),
                Duration.ofMillis(100),
                ResetPolicy.NONE,
                Duration.ZERO);
        Pool pool = new Pool((VertxInternal) vertx, options, broken);

        assertThatIsTold(() -> await(pool.acquire(null).future()), PgAcquireTimeoutException.class);
        assertThat(pool.statistics().opening()).isZero();
        await(pool.close(Duration.ZERO));
    }

    @Test
    void tellsWhoAsksForASignOfLife() {
        SignOfLife sign = new SignOfLife((VertxInternal) vertx, broken);

        assertThatIsTold(() -> await(sign.ask(Duration.ofSeconds(10))), NoClassDefFoundError.class);
    }
}
