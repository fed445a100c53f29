package io.pgnative.spring.boot.listen;

import io.pgnative.client.ListenGap;
import io.pgnative.client.Notification;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a listener is called for: either a notification or a gap. */
record ListenerEvent(
        @Nullable Notification notification, @Nullable ListenGap gap) {

    static ListenerEvent of(Notification notification) {
        return new ListenerEvent(notification, null);
    }

    static ListenerEvent of(ListenGap gap) {
        return new ListenerEvent(null, gap);
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
