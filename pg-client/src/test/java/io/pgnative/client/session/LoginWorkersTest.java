package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.testing.PostgresExtension;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class LoginWorkersTest {

    private final VertxInternal vertx;
    private final ContextInternal context;
    private final LoginWorkers workers;

    LoginWorkersTest(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
        this.context = this.vertx.createEventLoopContext();
        this.workers = new LoginWorkers(this.vertx, "test");
    }

    @Test
    @DisplayName("Logins that wait for a KDC hold up neither the event loop nor the workers of others")
    void keepsThoseWhoWaitApart() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            workers.run(context, () -> answered.await(20, TimeUnit.SECONDS));
        }
        assertThat(await(context.executeBlocking(() -> 1, false))).isEqualTo(1);
        assertThat(await(context.executeBlockingInternal(() -> 2))).isEqualTo(2);
        answered.countDown();
        assertThat(await(workers.run(context, () -> 3))).isEqualTo(3);
        await(workers.close());
    }

    @Test
    void tellsThatTheClientIsClosed() {
        assertThat(await(workers.run(context, () -> 1))).isEqualTo(1);
        await(workers.close());
        assertThat(failureOf(workers.run(context, () -> 2)))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("the client was closed");
        LoginWorkers never = new LoginWorkers(vertx, "test");
        await(never.close());
        assertThat(failureOf(never.run(context, () -> 3))).isInstanceOf(PgConnectException.class);
    }
}
