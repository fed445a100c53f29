package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.Script;
import io.pgnative.client.testing.ScriptedServer;
import io.pgnative.client.testing.TestDatabase;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.NoticeResponse;
import io.pgnative.client.wire.backend.NotificationResponse;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.Query;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A server that talks without end. As many messages as {@code -Dpgnative.test.flood} says; S25 speaks of ten million.
 */
@ExtendWith(PostgresExtension.class)
class FloodTest {

    private static final int MESSAGES = Integer.getInteger("pgnative.test.flood", 450_000);
    private static final int OF_EACH_KIND = 1000;
    private static final int ROUNDS = Math.max(2, MESSAGES / (3 * OF_EACH_KIND));
    private static final long MOST_GROWTH = 16L * 1024 * 1024;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) org.slf4j.LoggerFactory.getLogger("io.pgnative");
    private final ScriptedServer server = ScriptedServer.start();
    private final AtomicLong notices = new AtomicLong();
    private final VertxInternal vertx;

    FloodTest(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
    }

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(logged);
        logger.setAdditive(false);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
        logger.setLevel(null);
        server.close();
    }

    @Test
    @DisplayName("S25: a flood of notices, parameters and notifications fills neither memory nor log, and other"
            + " connections of the loop are served meanwhile")
    void survivesAFloodWhileOthersAreServed(TestDatabase database) {
        ContextInternal loop = vertx.createEventLoopContext();
        CountDownLatch start = new CountDownLatch(1);
        AtomicLong halfway = new AtomicLong();
        Script script = server.accept().startupTrust().waitFor(start);
        byte[] flood = flood();
        for (int i = 0; i < ROUNDS; i++) {
            if (i == ROUNDS / 2) {
                script.run(() -> halfway.set(usedMemory()));
            }
            script.sendRaw(flood);
        }
        script.expect(Query.class).send(new CommandComplete("SET"), new ReadyForQuery(TransactionStatus.IDLE));
        Session flooded = await(new Sessions(vertx)
                .noticeHandler(notice -> {
                    notices.incrementAndGet();
                    throw new Thrown();
                })
                .factory(server.host(), server.port(), "shop", "anna", null)
                .open(loop));
        Session other = await(new Sessions(vertx)
                .factory(database.host(), database.port(), database.database(), database.user(), database::password)
                .open(loop));
        int parameters = flooded.settings().size();
        long before = usedMemory();
        long begun = System.nanoTime();

        start.countDown();
        int served = 0;
        while (notices.get() < (long) ROUNDS * OF_EACH_KIND) {
            assertThat(System.nanoTime() - begun).as("the flood ends").isLessThan(TimeUnit.MINUTES.toNanos(30));
            assertThat(Sessions.fetch(other, "select 1").get(0).getInt(0)).isEqualTo(1);
            served++;
        }
        assertThat(Sessions.run(flooded, "set a = b").tag()).isEqualTo("SET");

        // Answered while the flood was being read, each by a turn of the loop in between.
        assertThat(served).isGreaterThan(3);
        assertThat(notices).hasValue((long) ROUNDS * OF_EACH_KIND);
        assertThat(flooded.settings()).hasSize(parameters).containsEntry("TimeZone", "Zone" + (OF_EACH_KIND - 1));
        assertThat(halfway.get() - before).as("half of the flood").isLessThan(MOST_GROWTH);
        assertThat(usedMemory() - before).as("all of the flood").isLessThan(MOST_GROWTH);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        assertThat(logged.list).isNotEmpty().hasSizeLessThan((int) seconds + 3);
        await(other.close());
    }

    /** Has no stack trace, which would be most of the work. */
    private static final class Thrown extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Thrown() {
            super("a handler that throws", null, false, false);
        }
    }

    private static byte[] flood() {
        ByteBuf out = Unpooled.buffer();
        for (int i = 0; i < OF_EACH_KIND; i++) {
            NoticeResponse.of("NOTICE", "00000", "n").write(out);
            new ParameterStatus("TimeZone", "Zone" + i).write(out);
            new NotificationResponse(1, "nobody", "listens").write(out);
        }
        return ByteBufUtil.getBytes(out);
    }

    private static long usedMemory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
