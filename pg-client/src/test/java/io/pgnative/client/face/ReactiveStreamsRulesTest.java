package io.pgnative.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgnative.client.PgClient;
import io.pgnative.client.PgConnection;
import io.pgnative.client.PgTransaction;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The rules of Reactive Streams, by their own tests. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactiveStreamsRulesTest {

    private static final long TIMEOUT_MILLIS = 3_000;
    private static final long QUIET_MILLIS = 50;

    /** Between the cancelling and the collecting of garbage. */
    private static final long DROP_MILLIS = 1_000;

    private static final String SERIES = "select i from generate_series(1, $1::bigint) i";

    private final PgClient client;

    ReactiveStreamsRulesTest(Vertx vertx, TestDatabase database) {
        // Many of the tests leave their subscription open.
        this.client = PgClient.builder(vertx)
                .dsn(database.dsn())
                .poolMaxSize(60)
                .fetchSize(3)
                .build();
    }

    @AfterAll
    void close() {
        Futures.await(client.close(java.time.Duration.ZERO));
    }

    @TestFactory
    Stream<DynamicTest> holdOutsideATransaction() {
        return tests(rows -> client.stream(Long.class, SERIES, rows));
    }

    @TestFactory
    Stream<DynamicTest> holdInATransaction() {
        PgConnection connection = Futures.await(client.acquire());
        PgTransaction tx = Futures.await(connection.begin());
        return tests(rows -> tx.stream(Long.class, SERIES, rows));
    }

    private static Stream<DynamicTest> tests(Function<Long, Flow.Publisher<Long>> publisher) {
        List<Method> rules = Arrays.stream(FlowPublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .toList();
        assertThat(rules).hasSizeGreaterThan(30);
        return rules.stream().map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> check(publisher, rule)));
    }

    /** The rule on dropped references collects garbage once, and gives the collector 100 ms to tell of it. */
    private static void check(Function<Long, Flow.Publisher<Long>> publisher, Method rule) throws Throwable {
        int attempts = rule.getName().contains("DropAllReferences") ? 3 : 1;
        for (int attempt = 1; ; attempt++) {
            try {
                checkOnce(publisher, rule);
                return;
            } catch (AssertionError e) {
                if (attempt == attempts) {
                    throw e;
                }
            }
        }
    }

    private static void checkOnce(Function<Long, Flow.Publisher<Long>> publisher, Method rule) throws Throwable {
        Verification verification = new Verification(publisher);
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                throw new TestAbortedException(skipped.getMessage());
            }
            throw e.getCause();
        }
    }

    private static final class Verification extends FlowPublisherVerification<Long> {

        private final Function<Long, Flow.Publisher<Long>> publisher;

        Verification(Function<Long, Flow.Publisher<Long>> publisher) {
            super(new TestEnvironment(TIMEOUT_MILLIS, QUIET_MILLIS), DROP_MILLIS);
            this.publisher = publisher;
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            return publisher.apply(elements);
        }

        /** A statement fails with the first demand only, which those tests do not make. */
        @Override
        public Flow.@org.jspecify.annotations.Nullable Publisher<Long> createFailedFlowPublisher() {
            return null;
        }

        @Override
        public long maxElementsFromPublisher() {
            return 1_000_000;
        }
    }
}
