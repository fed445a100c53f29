package io.pgnative.client.face;

import io.pgnative.client.ListenOptions;
import io.pgnative.client.Notification;
import io.pgnative.client.pool.Subscriber;
import io.pgnative.client.session.ChannelNames;
import io.vertx.core.internal.ContextInternal;
import java.util.Objects;
import java.util.concurrent.Flow;

/** Notifications for whoever subscribes; each subscription is a listener of the client's. */
final class NotificationPublisher implements Flow.Publisher<Notification> {

    private final Subscriber listeners;
    private final ListenOptions options;

    NotificationPublisher(Subscriber listeners, ListenOptions options) {
        options.channels().forEach(ChannelNames::check);
        this.listeners = listeners;
        this.options = options;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Notification> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber must not be null");
        ContextInternal caller = Contexts.ofCaller();
        ContextInternal context = caller == null ? listeners.loop() : caller;
        NotificationFlow flow = new NotificationFlow(options, subscriber, context);
        subscriber.onSubscribe(flow);
        if (!flow.isCancelled()) {
            listeners
                    .listen(context, options.channels(), flow, context)
                    .onSuccess(flow::established)
                    .onFailure(flow::refused);
        }
    }
}
