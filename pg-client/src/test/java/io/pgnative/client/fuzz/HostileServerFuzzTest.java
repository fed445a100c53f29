package io.pgnative.client.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.netty.channel.EventLoopGroup;
import io.pgnative.client.PgClient;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.PostgresServer;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * What a real server has said is said again with harm done to it, thousands of times; see docs/fuzzing.md. The system
 * properties are {@code pgnative.fuzz.runs}, {@code pgnative.fuzz.seed} and, to repeat one run,
 * {@code pgnative.fuzz.only}.
 */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileServerFuzzTest {

    private static final int DEFAULT_RUNS = 20_000;
    private static final int LANES = 32;
    private static final int MOST_FAILURES = Integer.getInteger("pgnative.fuzz.failures", 10);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final EventLoopGroup loops = HostileServer.loops();
    private final HostileServer honest = HostileServer.start(loops);
    private final PgClient neighbour;
    private final Map<Play, Conversation> conversations = new EnumMap<>(Play.class);
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.pgnative");
    private @Nullable Level level;

    HostileServerFuzzTest() {
        neighbour = Recordings.client(vertx, honest.port())
                .database("shop")
                .user("anna")
                .poolMaxSize(4)
                .build();
    }

    @BeforeAll
    void record(PostgresServer server, TestDatabase database) {
        server.assumeConfigurable();
        level = logger.getLevel();
        // Thousands of violations would be told.
        logger.setLevel(Level.OFF);
        conversations.putAll(Recordings.make(vertx, server, database));
    }

    @AfterAll
    void close() {
        logger.setLevel(level);
        new Calls().end(neighbour.close(Duration.ofSeconds(5)));
        honest.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        new Calls().end(vertx.close());
    }

    private Conversation conversation(Play play) {
        Conversation found = conversations.get(play);
        if (found == null) {
            throw new IllegalStateException("not recorded: " + play);
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource(Play.class)
    void takesWhatWasRecordedAsTheRealServersAnswers(Play play) {
        try (Lane lane = new Lane(vertx, loops, neighbour)) {
            Conversation conversation = conversation(play);
            lane.perform(conversation, new Mutated(conversation.parts(), Mutated.End.STAY, 0, true, "nothing"));
        }
    }

    @Test
    void theOracleFindsRowsOfAnotherAnswer() {
        Conversation conversation = conversation(Play.EXTENDED_QUERY);
        Oracle oracle =
                new Oracle(conversation, new Mutated(conversation.parts(), Mutated.End.STAY, 0, true, "nothing"));
        Calls calls = new Calls();
        calls.succeeded(Calls.Source.ANSWER, List.of("q11", "q12", "q13"));
        oracle.checkRows(calls);
        calls.succeeded(Calls.Source.ANSWER, List.of("q11", "q12", "q13"));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> oracle.checkRows(calls))
                .withMessageContaining("are those of no answer");
        Calls torn = new Calls();
        torn.succeeded(Calls.Source.ANSWER, List.of("q11", "q12"));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> oracle.checkRows(torn));
    }

    @Test
    @DisplayName("S20, S21, S24, S26: whatever a server says, calls end once, with their own rows or a PgException")
    void survivesHostileServers() throws InterruptedException {
        String only = System.getProperty("pgnative.fuzz.only");
        int runs = Integer.getInteger("pgnative.fuzz.runs", only == null ? DEFAULT_RUNS : 1);
        long base = Long.getLong("pgnative.fuzz.seed", 1);
        AtomicInteger next = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Watch watch = new Watch(vertx);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(LANES, runs); i++) {
            Thread thread = new Thread(() -> {
                try (Lane lane = new Lane(vertx, loops, neighbour)) {
                    int number = next.getAndIncrement();
                    while (number < runs && failures.size() < MOST_FAILURES) {
                        perform(lane, only == null ? Run.number(base, number) : Run.parse(only), failures);
                        number = next.getAndIncrement();
                    }
                }
            });
            thread.setUncaughtExceptionHandler((failed, cause) -> failures.add(cause));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        watch.check(runs);
    }

    private void perform(Lane lane, Run run, Queue<Throwable> failures) {
        Conversation conversation = conversation(run.play());
        Mutated mutated = run.mutated(conversation);
        try {
            lane.perform(conversation, mutated);
        } catch (RuntimeException | Error e) {
            failures.add(new AssertionError(
                    e.getMessage() + "\n  " + mutated.change() + "\n  repeat it with -Dpgnative.fuzz.only=" + run, e));
        }
    }
}
