package io.pgnative.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacementTest {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));
    private final Placement placement = new Placement((VertxInternal) vertx);

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void gathersTheSessionsOfThreadsThatWait() {
        List<EventLoop> loops = places(Placement.GATHERED + 2, true);
        assertThat(new HashSet<>(loops.subList(0, Placement.GATHERED))).hasSize(1);
        assertThat(loops.get(Placement.GATHERED)).isNotSameAs(loops.get(0)).isSameAs(loops.get(Placement.GATHERED + 1));
    }

    @Test
    void fillsThePlaceOfASessionThatIsOver() {
        List<EventLoop> loops = places(Placement.GATHERED, true);
        placement.over(loops.get(0));
        assertThat(places(1, false)).containsExactly(loops.get(0));
        assertThat(places(1, false)).doesNotContain(loops.get(0));
    }

    @Test
    void spreadsSessionsThatAreOpenedForNobody() {
        assertThat(new HashSet<>(places(8, false))).hasSize(4);
    }

    @Test
    void spreadsTheSessionsOfOtherEventLoops() throws Exception {
        AtomicReference<Set<EventLoop>> loops = new AtomicReference<>(Set.of());
        Thread other = new FastThreadLocalThread(() -> loops.set(new HashSet<>(places(8, true))));
        other.start();
        other.join();
        assertThat(loops.get()).hasSize(4);
    }

    @Test
    void placesTheSessionOfAnEventLoopThere() throws Exception {
        ContextInternal caller = ((VertxInternal) vertx).createEventLoopContext();
        Future<Set<EventLoop>> placed = Future.future(
                promise -> caller.runOnContext(started -> promise.complete(new HashSet<>(places(3, true)))));
        assertThat(placed.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isEqualTo(Collections.singleton(caller.nettyEventLoop()));
    }

    private List<EventLoop> places(int count, boolean nearCaller) {
        return IntStream.range(0, count)
                .mapToObj(i -> placement.next(nearCaller).nettyEventLoop())
                .toList();
    }
}
