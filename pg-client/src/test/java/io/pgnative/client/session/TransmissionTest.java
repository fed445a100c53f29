package io.pgnative.client.session;

import static io.pgnative.client.session.Sessions.await;
import static io.pgnative.client.session.Sessions.fetch;
import static io.pgnative.client.session.Sessions.query;
import static io.pgnative.client.session.Sessions.submit;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.pgnative.client.CommandResult;
import io.pgnative.client.Row;
import io.pgnative.client.Rows;
import io.pgnative.client.testing.PostgresExtension;
import io.pgnative.client.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the session costs, by counters rather than by time. */
@ExtendWith(PostgresExtension.class)
class TransmissionTest {

    private static final int ROW_BYTES = 2000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Session session;
    private final ChannelPipeline pipeline;

    TransmissionTest(Vertx vertx, TestDatabase database) {
        session = await(new Sessions(vertx)
                .open(database.host(), database.port(), database.database(), database.user(), database::password));
        pipeline = ((PgSession) session).transmitter().channel().pipeline();
    }

    @AfterEach
    void close() {
        await(session.close());
    }

    @Test
    @DisplayName("a burst of 64 cached statements leaves in at most two writes")
    void gathersBursts() {
        fetch(session, "select $1::int", 0);
        AtomicInteger writes = new AtomicInteger();
        pipeline.addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                writes.incrementAndGet();
                context.write(message, promise);
            }
        });
        List<Future<Rows>> burst = new ArrayList<>();
        Promise<Void> submitted = Promise.promise();
        session.context().nettyEventLoop().execute(() -> {
            for (int i = 0; i < 64; i++) {
                burst.add(submit(session, query("select $1::int", i)));
            }
            submitted.complete();
        });
        await(submitted.future());
        for (int i = 0; i < 64; i++) {
            assertThat(await(burst.get(i)).get(0).getInt(0)).isEqualTo(i);
        }
        assertThat(writes).hasValueBetween(1, 2);
    }

    private long copiedBytes() {
        return pipeline.get(PgChannelHandler.class).copiedBytes();
    }

    private long directMemory() {
        return ((ByteBufAllocatorMetricProvider) pipeline.channel().alloc())
                .metric()
                .usedDirectMemory();
    }

    /** How many bytes the reader copies while this many rows pass. */
    private long read(int rows) {
        long before = copiedBytes();
        CommandResult result = await(submit(
                session,
                Requests.query(
                        null,
                        "select repeat('x', " + ROW_BYTES + ") from generate_series(1, $1)",
                        new Object[] {rows},
                        ResultCollector.command(),
                        Request.NO_DEADLINE)));
        assertThat(result.rowCount()).isEqualTo(rows);
        return copiedBytes() - before;
    }

    @Test
    @DisplayName("reading is linear in the size of a result, copies a part of it only, and takes no memory that grows")
    void readsInLinearTimeAndFlatMemory() {
        read(1000);
        long copiedOfFew = read(10_000);
        long memory = directMemory();
        long copiedOfMany = read(100_000);
        assertThat(copiedOfFew).isLessThan(10_000L * ROW_BYTES * 2);
        assertThat(copiedOfMany).isLessThan(100_000L * ROW_BYTES * 2);
        // A tail for each read; reads differ in size by the luck of the scheduler.
        assertThat(copiedOfMany).isLessThan(40 * Math.max(copiedOfFew, 10_000L * ROW_BYTES / 20));
        assertThat(directMemory() - memory).isLessThan(32L * 1024 * 1024);
    }

    @Test
    @DisplayName(
            "a value of 64 MB takes no more than four times its size of heap memory on its way, the value included")
    void readsLargeValuesInBoundedMemory() throws Exception {
        int size = 64 * 1024 * 1024;
        long memory = directMemory();
        long before = allocatedOnLoop();
        Row row = fetch(session, "select convert_to(repeat('x', $1), 'SQL_ASCII')", size)
                .get(0);
        long onLoop = allocatedOnLoop() - before;
        long beforeGet = THREADS.getCurrentThreadAllocatedBytes();
        assertThat(row.get(0, byte[].class)).hasSize(size);
        long onGet = THREADS.getCurrentThreadAllocatedBytes() - beforeGet;
        assertThat((double) (onLoop + onGet) / size).isBetween(1.0, 4.0);
        // The frame reader's buffer is outside of the heap; it is not kept.
        assertThat(directMemory() - memory).isLessThan(size / 2);
    }

    /** How many bytes of heap memory the session's event loop has allocated. */
    private long allocatedOnLoop() throws Exception {
        return session.context()
                .nettyEventLoop()
                .submit(THREADS::getCurrentThreadAllocatedBytes)
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void gathersLargeResultsInChunksOfBoundedSize() {
        Rows rows = fetch(session, "select repeat('x', " + ROW_BYTES + ") from generate_series(1, 10000)");
        assertThat(rows.size()).isEqualTo(10_000);
        assertThat(rows.get(9_999).getString(0)).hasSize(ROW_BYTES);
    }
}
