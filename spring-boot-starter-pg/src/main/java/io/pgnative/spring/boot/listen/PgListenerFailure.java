package io.pgnative.spring.boot.listen;

import io.pgnative.client.ListenGap;
import io.pgnative.client.Notification;
import org.jspecify.annotations.Nullable;

/**
 * A notification, or a gap, that was not handled; or, if it is about neither, the end of a listener, which has given up
 * to listen. Its text does not show the payload.
 *
 * @param listenerId of the listener
 * @param notification that was to be handled; null for a gap and for the end
 * @param gap that was to be handled; null for a notification and for the end
 * @param cause what the method threw or its result failed with, or a {@link io.pgnative.client.PgDataException} for a
 *     payload that cannot be read, which does not show it; or what the last attempt to listen failed with
 */
public record PgListenerFailure(
        String listenerId,
        @Nullable Notification notification,
        @Nullable ListenGap gap,
        Throwable cause) {}
