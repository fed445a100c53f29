package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgnative.client.testing.TestDatabase;
import io.pgnative.spring.boot.listen.PgListenerRegistry;
import io.pgnative.spring.boot.listen.PgListenerState;
import io.pgnative.spring.boot.listen.PgListenerState.Status;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications that listen to the database of a test, and what their methods have heard. */
final class ListenerApplications {

    static final String APPLICATION = "pgnative-listener-test";

    static final Duration LIMIT = Duration.ofSeconds(30);

    private ListenerApplications() {}

    static ApplicationContextRunner runner(TestDatabase database) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PgNativeAutoConfiguration.class,
                        PgListenerAutoConfiguration.class,
                        JacksonAutoConfiguration.class))
                .withPropertyValues(
                        "spring.pgnative.host=" + database.host(),
                        "spring.pgnative.port=" + database.port(),
                        "spring.pgnative.database=" + database.database(),
                        "spring.pgnative.username=" + database.user(),
                        "spring.pgnative.password=" + database.password(),
                        "spring.application.name=" + APPLICATION);
    }

    static void send(TestDatabase database, String channel, String payload) {
        database.execute("select pg_notify('" + channel + "', '" + payload + "')");
    }

    static PgListenerState state(AssertableApplicationContext context, String id) {
        return context.getBean(PgListenerRegistry.class).state(id);
    }

    static void awaitStatus(AssertableApplicationContext context, String id, Status status) {
        await().atMost(LIMIT).until(() -> state(context, id).status() == status);
    }

    /** What a listener was called with, in order. */
    static class Heard {

        final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

        Object next() throws InterruptedException {
            Object next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("nothing came").isNotNull();
            return next;
        }
    }
}
