package io.pgnative.client.face;

import io.pgnative.client.ListenGap;
import io.pgnative.client.ListenOptions;
import io.pgnative.client.Notification;
import io.pgnative.client.PgException;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.pool.SubscriberListener;
import io.pgnative.client.session.UserHandler;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: a source that waits for nobody against a subscriber who asks for so many. All but the methods of
 * {@link Flow.Subscription} runs on one context, and so do the subscriber's signals.
 */
final class NotificationFlow implements Flow.Subscription, SubscriberListener {

    private final ListenOptions options;
    private final Flow.Subscriber<? super Notification> subscriber;
    private final UserHandler calls;
    private final Deque<Notification> waiting = new ArrayDeque<>();
    private @Nullable PgRegistration registration;
    private long requested;
    /** Nothing is taken any more: what waits is delivered, and then the end. */
    private boolean isEnding;

    private @Nullable Throwable failure;
    private volatile boolean isOver;

    NotificationFlow(ListenOptions options, Flow.Subscriber<? super Notification> subscriber, ContextInternal context) {
        this.options = options;
        this.subscriber = subscriber;
        this.calls = new UserHandler("subscriber of notifications", context);
    }

    boolean isCancelled() {
        return isOver;
    }

    // ---- what the client says

    void established(PgRegistration registered) {
        registration = registered;
        if (isOver || isEnding) {
            registered.close();
        }
    }

    void refused(Throwable cause) {
        finish(cause);
    }

    @Override
    public void onNotification(Notification notification) {
        if (isOver || isEnding) {
            return;
        }
        if (waiting.size() >= options.buffer()) {
            finish(overflow(options));
            return;
        }
        waiting.add(notification);
        drain();
    }

    static PgMisuseException overflow(ListenOptions options) {
        return new PgMisuseException("more than " + options.buffer() + " notifications wait for their reader, and"
                + " another one has come: read faster, or let more wait with ListenOptions.buffer");
    }

    @Override
    public void onReconnected(ListenGap gap) {
        if (!isOver && !isEnding) {
            options.onReconnected().accept(gap);
        }
    }

    @Override
    public void onDropped(long notifications) {
        if (!isOver && !isEnding) {
            finish(overflow(options));
        }
    }

    @Override
    public void onFailed(PgException cause) {
        finish(cause);
    }

    @Override
    public void onClosed() {
        finish(null);
    }

    // ---- what the subscriber says

    @Override
    public void request(long n) {
        calls.callLast(() -> {
            if (isOver) {
                return;
            }
            if (n <= 0) {
                waiting.clear();
                finish(new IllegalArgumentException("asked for " + n + " notifications; expected 1 or more"));
                return;
            }
            requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
            drain();
        });
    }

    @Override
    public void cancel() {
        isOver = true;
        calls.callLast(() -> {
            waiting.clear();
            unlisten();
        });
    }

    // ---- what it comes to

    private void finish(@Nullable Throwable cause) {
        if (!isEnding) {
            isEnding = true;
            failure = cause;
            unlisten();
            drain();
        }
    }

    private void unlisten() {
        PgRegistration current = registration;
        if (current != null) {
            current.close();
        }
    }

    private void drain() {
        while (!isOver && requested > 0) {
            Notification next = waiting.poll();
            if (next == null) {
                break;
            }
            if (requested != Long.MAX_VALUE) {
                requested--;
            }
            next(next);
        }
        if (!isOver && isEnding && waiting.isEmpty()) {
            isOver = true;
            Throwable cause = failure;
            if (cause == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(cause);
            }
        }
    }

    /** A subscriber who throws has broken its contract, and hears no more. */
    private void next(Notification notification) {
        boolean isTaken = false;
        try {
            subscriber.onNext(notification);
            isTaken = true;
        } finally {
            if (!isTaken) {
                cancel();
            }
        }
    }
}
