package io.pgnative.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pgnative.client.BlockingPgClient;
import io.pgnative.client.PgClient;
import io.pgnative.client.PgException;
import io.pgnative.client.testing.OnVirtualThreads;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.test.util.ReflectionTestUtils;

/** The default client and one with a name, from the start of their context to its end, with a real server. */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class PgNativeLifecycleTest {

    private static final String APPLICATION = "pgnative-lifecycle";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestDatabase database;

    private final ApplicationContextRunner runner;

    PgNativeLifecycleTest(TestDatabase database) {
        this.database = database;
        this.runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PgNativeAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=" + APPLICATION,
                        "spring.pgnative.dsn=" + database.dsn(),
                        "spring.pgnative.clients.reporting.dsn=" + database.dsn());
    }

    private static ApplicationContextRunner lazily(ApplicationContextRunner runner) {
        return runner.withInitializer(
                context -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()));
    }

    private static BlockingPgClient reporting(ConfigurableApplicationContext context) {
        return context.getBean("reportingBlockingPgClient", BlockingPgClient.class);
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("pgnative-"))
                .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("B44: with lazy initialization nothing is opened and no event loop runs until somebody asks")
    void opensNothingWhenInitializedLazily() {
        Set<Thread> before = threads();
        lazily(runner).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(database.backends(APPLICATION)).isZero();
            assertThat(threads()).allMatch(before::contains);
            assertThat(context.getBean(BlockingPgClient.class).fetchValue(Integer.class, "select 1"))
                    .contains(1);
            assertThat(reporting(context.getSourceApplicationContext()).fetchValue(Integer.class, "select 2"))
                    .contains(2);
        });
    }

    @Test
    @DisplayName("B44: who is to fail fast does so with lazy initialization, too")
    void failsFastWhenInitializedLazily() {
        lazily(runner)
                .withPropertyValues(
                        "spring.pgnative.clients.reporting.database=no_such_database",
                        "spring.pgnative.clients.reporting.pool.initialization=fail-fast")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("spring.pgnative.clients.reporting.database: cannot connect to "));
    }

    @Test
    @DisplayName("B43: contexts are paused and restarted by turns, as test classes with different contexts do")
    void isPausedAndRestartedByTurns() {
        runner.run(first -> runner.run(second -> {
            ConfigurableApplicationContext one = first.getSourceApplicationContext();
            ConfigurableApplicationContext two = second.getSourceApplicationContext();
            for (int turn = 1; turn <= 2; turn++) {
                two.pause();
                assertAnswers(one, turn);
                assertThat(database.backends(APPLICATION)).isEqualTo(2);
                one.pause();
                database.awaitNoBackends(APPLICATION);
                two.restart();
                assertAnswers(two, turn);
                assertThat(database.backends(APPLICATION)).isEqualTo(2);
                one.restart();
            }
        }));
        database.awaitNoBackends(APPLICATION);
    }

    private static void assertAnswers(ConfigurableApplicationContext context, int number) {
        assertThat(context.getBean(BlockingPgClient.class).fetchValue(Integer.class, "select $1::int", number))
                .contains(number);
        assertThat(reporting(context).fetchValue(Integer.class, "select $1::int", number))
                .contains(number);
    }

    @Test
    @DisplayName("B47: before a checkpoint all connections are gone, and after it they are opened again")
    void lastsThroughACheckpoint() {
        runner.withPropertyValues("spring.pgnative.vertx.native-transport=false")
                .run(context -> {
                    ConfigurableApplicationContext source = context.getSourceApplicationContext();
                    assertAnswers(source, 1);
                    assertThat(database.backends(APPLICATION)).isEqualTo(2);
                    Resource resource = checkpoints(source);

                    resource.beforeCheckpoint(null);
                    database.awaitNoBackends(APPLICATION);
                    resource.afterRestore(null);

                    assertAnswers(source, 2);
                });
    }

    /** What Spring registers with the runtime that makes checkpoints, which this one need not be. */
    private static Resource checkpoints(ConfigurableApplicationContext context) {
        LifecycleProcessor processor = context.getBean(LifecycleProcessor.class);
        Object resource = ReflectionTestUtils.getField(processor, "cracResource");
        assertThat(resource).isInstanceOf(Resource.class);
        return (Resource) resource;
    }

    @Test
    @DisplayName("B41: what is in flight when the context closes gets its time to end")
    void letsCallsEnd() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        runner.run(context -> {
            PgClient client = context.getBean(PgClient.class);
            Future<String> call = client.fetchOne(String.class, "select pg_sleep(1) || 'done'");
            call.onSuccess(answer::complete).onFailure(answer::completeExceptionally);
            awaitSleeper();
        });
        assertThat(answer).isCompletedWithValue("done");
        database.awaitNoBackends(APPLICATION);
    }

    @Test
    @DisplayName("B41: what does not end in its time is cancelled, and closing again does nothing")
    void cancelsCallsThatDoNotEnd() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        runner.withPropertyValues("spring.pgnative.shutdown-timeout=100ms").run(context -> {
            PgClient client = context.getBean(PgClient.class);
            client.fetchOne(String.class, "select pg_sleep(600)::text")
                    .onSuccess(answer::complete)
                    .onFailure(answer::completeExceptionally);
            Awaitility.await().atMost(LIMIT).until(() -> client.statistics().opened() > 0);
            context.getSourceApplicationContext().close();
            context.getSourceApplicationContext().close();
        });
        assertThatThrownBy(answer::join).cause().isInstanceOfSatisfying(PgException.class, ex -> assertThat(
                        ex.sqlState())
                .isEqualTo("57014"));
        database.awaitNoBackends(APPLICATION);
    }

    @Test
    @DisplayName("B41: calls get all their time, also where Spring waits less for a phase")
    void letsCallsEndThatTakeLongerThanAPhaseMay() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        runner.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
                .withPropertyValues(
                        "spring.pgnative.shutdown-timeout=60s", "spring.lifecycle.timeout-per-shutdown-phase=100ms")
                .run(context -> {
                    context.getBean(PgClient.class)
                            .fetchOne(String.class, "select pg_sleep(2) || 'done'")
                            .onSuccess(answer::complete)
                            .onFailure(answer::completeExceptionally);
                    awaitSleeper();
                });
        assertThat(answer).isCompletedWithValue("done");
        database.awaitNoBackends(APPLICATION);
    }

    @Test
    @DisplayName("B41: beans that query when they are destroyed get their answers, on all clients")
    void answersBeansThatAreBeingDestroyed() {
        Map<String, Integer> answers = new ConcurrentHashMap<>();
        runner.withBean(ByHand.class)
                .withBean(LastWords.class, () -> new LastWords(answers))
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(answers).containsOnly(entry("default", 1), entry("reporting", 2), entry("by hand", 3));
        database.awaitNoBackends(APPLICATION);
    }

    @Test
    @DisplayName("B41: what is under way when the context closes may go on with further calls")
    void takesFurtherCallsOfWhatIsUnderWay() {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        runner.run(context -> {
            PgClient client = context.getBean(PgClient.class);
            client.withConnection(connection -> connection
                            .fetchOne(String.class, "select pg_sleep(1) || 'done'")
                            .compose(done -> client.fetchOne(Integer.class, "select 6 * 7")))
                    .onSuccess(answer::complete)
                    .onFailure(answer::completeExceptionally);
            awaitSleeper();
        });
        assertThat(answer).isCompletedWithValue(42);
    }

    private void awaitSleeper() {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> Integer.parseInt(database.query("select count(*) from pg_stat_activity where query"
                                + " like 'select pg_sleep(%' and application_name = '" + APPLICATION + "'"))
                        > 0);
    }

    /** A client that is made by hand. */
    static class ByHand {

        final PgClient client;

        ByHand(PgClients clients, PgNativeProperties properties) {
            this.client = clients.create("by-hand", "spring.pgnative", properties);
        }
    }

    /** Asks all clients at its end, as Spring has injected them. */
    static class LastWords implements DisposableBean {

        private final Map<String, Integer> answers;

        @Autowired
        private @Nullable BlockingPgClient client;

        @Autowired
        @Qualifier("reporting") private @Nullable BlockingPgClient reporting;

        @Autowired
        private @Nullable ByHand byHand;

        LastWords(Map<String, Integer> answers) {
            this.answers = answers;
        }

        @Override
        public void destroy() {
            ask("default", client, 1);
            ask("reporting", reporting, 2);
            ask("by hand", byHand == null ? null : byHand.client.blocking(), 3);
        }

        private void ask(String name, @Nullable BlockingPgClient asked, int number) {
            answers.put(name, Objects.requireNonNull(asked).fetchOne(Integer.class, "select $1::int", number));
        }
    }

    @Test
    @DisplayName("B45: the clients recover when the server has ended their connections")
    void recoversFromLostConnections() {
        runner.run(context -> {
            ConfigurableApplicationContext source = context.getSourceApplicationContext();
            assertAnswers(source, 1);
            assertThat(database.terminateBackends(APPLICATION)).isEqualTo(2);
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertAnswers(source, 2));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"lazy", "eager", "fail-fast"})
    @DisplayName("B46: contexts that come and go leave neither threads nor connections, as with DevTools")
    void leavesNothingBehind(String initialization) throws InterruptedException {
        Set<Thread> used = threads();
        for (int round = 1; round <= 3; round++) {
            int number = round;
            runner.withPropertyValues(
                            "spring.pgnative.pool.initialization=" + initialization,
                            "spring.pgnative.clients.reporting.pool.initialization=" + initialization)
                    .run(context -> {
                        assertAnswers(context.getSourceApplicationContext(), number);
                        used.addAll(threads());
                    });
            database.awaitNoBackends(APPLICATION);
        }
        for (Thread thread : used) {
            thread.join(LIMIT.toMillis());
        }
        assertThat(used).noneMatch(Thread::isAlive);
    }

    @Test
    @OnVirtualThreads
    @DisplayName("B44: the blocking face works on the virtual threads that spring.threads.virtual.enabled asks for")
    void answersOnVirtualThreads() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
            BlockingPgClient client = context.getBean(BlockingPgClient.class);
            CompletableFuture<String> thread = new CompletableFuture<>();
            CompletableFuture<Integer> answer = executor.submitCompletable(() -> {
                thread.complete(Thread.currentThread().toString());
                return client.fetchOne(Integer.class, "select 6 * 7");
            });
            assertThat(answer.join()).isEqualTo(42);
            assertThat(thread.join()).startsWith("VirtualThread[");
        });
    }
}
