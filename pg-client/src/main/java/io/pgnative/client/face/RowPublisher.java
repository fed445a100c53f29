package io.pgnative.client.face;

import io.pgnative.client.Row;
import io.pgnative.client.result.ResultRows;
import io.pgnative.client.session.Observing;
import io.pgnative.client.session.RowSource;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a statement, which each subscription runs anew.
 *
 * @param statement makes it ready to run; what it throws fails the subscription
 * @param reading makes what is given of a batch of rows
 * @param <T> what a row becomes
 */
record RowPublisher<T>(Supplier<RowSource> statement, Function<ResultRows, Iterator<T>> reading)
        implements Flow.Publisher<T> {

    private static final Logger LOG = LoggerFactory.getLogger(RowPublisher.class);

    /** The rows themselves. */
    static RowPublisher<Row> of(Supplier<RowSource> statement, boolean isLenient) {
        return new RowPublisher<>(statement, reading(isLenient));
    }

    /** The rows, mapped. */
    static <T> RowPublisher<T> of(Class<T> type, Supplier<RowSource> statement, boolean isLenient) {
        return new RowPublisher<>(statement, reading(type, isLenient));
    }

    /** The same for somebody who subscribes. */
    RowPublisher<T> calledBy(Object subscriber) {
        return new RowPublisher<>(() -> Observing.calling(subscriber, statement), reading);
    }

    static Function<ResultRows, Iterator<Row>> reading(boolean isLenient) {
        return isLenient ? rows -> rows.lenient().iterator() : ResultRows::iterator;
    }

    static <T> Function<ResultRows, Iterator<T>> reading(Class<T> type, boolean isLenient) {
        Verbs.check(type);
        return isLenient ? rows -> rows.lenient().iterator(type) : rows -> rows.iterator(type);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber must not be null");
        RowSubscription<T> subscription = new RowSubscription<>(subscriber, statement, reading);
        try {
            subscriber.onSubscribe(subscription);
        } catch (RuntimeException | Error e) {
            LOG.error("A subscriber to rows has thrown when it was given its subscription, which is cancelled", e);
            subscription.cancel();
        }
    }
}
