package io.pgnative.client.pool;

import io.pgnative.client.NotificationListener;

/** A listener that wants to know when there is nothing more to come. */
public interface SubscriberListener extends NotificationListener {

    /** The client was closed. Called once, after everything else. */
    void onClosed();
}
