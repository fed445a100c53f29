package io.pgnative.spring.boot.listen;

import io.pgnative.client.ListenGap;
import io.pgnative.client.Notification;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What comes to a listener: either a notification, or a gap, or the reason for which it is given up to listen. */
record ListenerEvent(
        @Nullable Notification notification,
        @Nullable ListenGap gap,
        @Nullable Throwable end) {

    static ListenerEvent of(Notification notification) {
        return new ListenerEvent(notification, null, null);
    }

    static ListenerEvent of(ListenGap gap) {
        return new ListenerEvent(null, gap, null);
    }

    static ListenerEvent end(Throwable reason) {
        return new ListenerEvent(null, null, reason);
    }

    /** One gap for two that nothing came between, from the beginning of the first to the end of the second. */
    static ListenGap joined(ListenGap first, ListenGap second) {
        return new ListenGap(
                first.lostAt(),
                Duration.between(first.lostAt(), second.lostAt().plus(second.length())),
                first.attempts() + second.attempts(),
                second.cause());
    }
}
