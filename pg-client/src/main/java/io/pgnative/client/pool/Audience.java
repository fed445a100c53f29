package io.pgnative.client.pool;

import io.pgnative.client.Notification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The listeners of a client, by channel. Changed on the subscriber's loop; the counts are read by any thread. */
final class Audience {

    private final Map<String, List<Listening>> byChannel = new LinkedHashMap<>();
    private final List<Listening> listeners = new ArrayList<>();
    private volatile int channelCount;
    private volatile int listenerCount;
    private final AtomicLong delivered = new AtomicLong();

    /** One that hears the same. */
    Optional<Listening> like(Listening listening) {
        return listeners.stream().filter(listening::isLike).findFirst();
    }

    void add(Listening listening) {
        listeners.add(listening);
        for (String name : listening.channels()) {
            byChannel.computeIfAbsent(name, key -> new ArrayList<>(1)).add(listening);
        }
        count();
    }

    /** Takes one out. @return the channels to which nobody listens now */
    List<String> remove(Listening listening) {
        List<String> unheard = new ArrayList<>(1);
        if (listeners.remove(listening)) {
            for (String name : listening.channels()) {
                List<Listening> others = byChannel.getOrDefault(name, List.of());
                others.remove(listening);
                if (others.isEmpty()) {
                    byChannel.remove(name);
                    unheard.add(name);
                }
            }
            count();
        }
        return unheard;
    }

    private void count() {
        channelCount = byChannel.size();
        listenerCount = listeners.size();
    }

    boolean contains(Listening listening) {
        return listeners.contains(listening);
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** A copy. */
    List<Listening> listeners() {
        return List.copyOf(listeners);
    }

    boolean hears(String channel) {
        return byChannel.containsKey(channel);
    }

    /** A copy. */
    List<String> channels() {
        return List.copyOf(byChannel.keySet());
    }

    void deliver(Notification notification) {
        delivered.incrementAndGet();
        for (Listening listening : byChannel.getOrDefault(notification.channel(), List.of())) {
            listening.tell(notification);
        }
    }

    /** How many notifications have come; any thread. */
    long delivered() {
        return delivered.get();
    }

    /** How many channels there are; any thread. */
    int channelCount() {
        return channelCount;
    }

    /** How many listeners there are; any thread. */
    int listenerCount() {
        return listenerCount;
    }
}
