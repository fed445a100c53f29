package io.pgnative.client.face;

import io.pgnative.client.ListenGap;
import io.pgnative.client.ListenOptions;
import io.pgnative.client.Notification;
import io.pgnative.client.PgException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.pool.Subscriber;
import io.pgnative.client.pool.SubscriberListener;
import io.pgnative.client.session.ChannelNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Notifications for a thread that waits for each. What comes is kept on an event loop, which never waits. */
final class NotificationStream extends Spliterators.AbstractSpliterator<Notification> implements SubscriberListener {

    private final ListenOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Notification> waiting = new ArrayDeque<>();
    private @Nullable PgRegistration registration;
    private boolean isOver;
    private @Nullable PgException failure;

    private NotificationStream(ListenOptions options) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.options = options;
    }

    /** Waits until the server listens. */
    static Stream<Notification> open(Subscriber listeners, ListenOptions options) {
        options.channels().forEach(ChannelNames::check);
        NotificationStream stream = new NotificationStream(options);
        stream.established(
                Waiting.awaitWanted(listeners.listen(null, options.channels(), stream, null), PgRegistration::close));
        return StreamSupport.stream(stream, false).onClose(stream::close);
    }

    private void established(PgRegistration registered) {
        lock.lock();
        try {
            registration = registered;
            if (!isOver) {
                return;
            }
        } finally {
            lock.unlock();
        }
        registered.close();
    }

    @Override
    public void onNotification(Notification notification) {
        boolean isOverflowing = false;
        lock.lock();
        try {
            if (isOver) {
                return;
            }
            isOverflowing = waiting.size() >= options.buffer();
            if (!isOverflowing) {
                waiting.add(notification);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (isOverflowing) {
            onFailed(NotificationFlow.overflow(options));
        }
    }

    @Override
    public void onDropped(long notifications) {
        onFailed(NotificationFlow.overflow(options));
    }

    /** What waits is read still, and then the failure comes. */
    @Override
    public void onFailed(PgException cause) {
        lock.lock();
        try {
            if (isOver) {
                return;
            }
            isOver = true;
            failure = cause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        unlisten();
    }

    @Override
    public void onReconnected(ListenGap gap) {
        options.onReconnected().accept(gap);
    }

    @Override
    public void onClosed() {
        end(false);
    }

    private void close() {
        end(true);
        unlisten();
    }

    private void end(boolean isUnwanted) {
        lock.lock();
        try {
            isOver = true;
            if (isUnwanted) {
                waiting.clear();
                failure = null;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void unlisten() {
        PgRegistration current;
        lock.lock();
        try {
            current = registration;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.close();
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super Notification> action) {
        Waiting.check();
        Notification next = next();
        if (next == null) {
            return false;
        }
        action.accept(next);
        return true;
    }

    private @Nullable Notification next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !isOver) {
                changed.await();
            }
            Notification next = waiting.poll();
            if (next == null && failure != null) {
                throw Waiting.traced(failure);
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            close();
            return null;
        } finally {
            lock.unlock();
        }
    }
}
