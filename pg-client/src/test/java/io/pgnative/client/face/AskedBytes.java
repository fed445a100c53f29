package io.pgnative.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A publisher of bytes that gives what a test tells it to, and notes what it is asked for. For one subscriber. */
final class AskedBytes implements Flow.Publisher<ByteBuffer>, Flow.Subscription {

    private static final int PIECE = 1000;
    private static final int PATIENCE_SECONDS = 60;

    private final byte[] data;
    private final AtomicInteger requested = new AtomicInteger();
    private final List<Integer> asked = new ArrayList<>();
    private volatile boolean cancelled;
    private volatile Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
    private int given;

    AskedBytes(byte[] data) {
        this.data = data;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> added) {
        subscriber = added;
        added.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        requested.addAndGet((int) n);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** How much was outstanding each time that something was given. */
    List<Integer> asked() {
        return asked;
    }

    private Flow.Subscriber<? super ByteBuffer> subscriber() {
        Flow.Subscriber<? super ByteBuffer> current = subscriber;
        if (current == null) {
            throw new AssertionError("not subscribed");
        }
        return current;
    }

    /** Waits until it is asked for something. */
    void awaitDemand() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (requested.get() <= given) {
            assertThat(System.nanoTime() - end).as("asked for more").isNegative();
            Thread.onSpinWait();
        }
    }

    /** Gives the next piece when it is asked for. */
    void give() {
        awaitDemand();
        asked.add(requested.get() - given);
        push(ByteBuffer.wrap(data, given++ * PIECE, PIECE));
    }

    /** Gives something, asked for or not. */
    void push(ByteBuffer bytes) {
        subscriber().onNext(bytes);
    }

    /** Gives that many pieces, and ends. */
    void giveAll(int pieces) {
        for (int i = 0; i < pieces; i++) {
            give();
        }
        end();
    }

    void end() {
        subscriber().onComplete();
    }
}
