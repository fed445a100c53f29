package io.pgnative.client.session;

import io.pgnative.client.type.ClientTypes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of a client have learnt of statements, so that each of them need not ask the server first. Bounded
 * in number and in memory, the least recently used go out; a description has an end of life besides, after which the
 * server is asked again. For all threads, without locks.
 *
 * <p>A description that has turned out wrong for one connection is not only given up: its text may mean different
 * things on different connections, by their {@code search_path} or temporary tables, and then what one learns misleads
 * the next. For as long as a description lives such a text is asked for by each session.
 */
final class StatementDescriptions {

    /** The most texts kept. */
    static final int MOST = 1024;

    /** The most characters, or their like in memory, kept; 8 MiB. */
    static final long MOST_WEIGHT = 4L << 20;

    private static final int HEAVIEST = 1 << 18;

    /** A text and where its names are looked up, as far as the server tells: the same text with the same meaning. */
    record Key(String sql, String searchPath) {}

    private enum Trust {
        /** What the server told. */
        LEARNT,
        /** What was learnt has changed; the next one to ask learns anew. */
        STALE,
        /** Not the same on all connections; each one asks. */
        DISTRUSTED
    }

    private static final class Entry {

        private final Trust trust;
        private final @Nullable StatementDescription description;
        private final long madeAtNanos;
        private final int weight;

        /** Lost updates only make the order a little less exact. */
        private volatile long usedAtNanos;

        Entry(Key key, Trust trust, @Nullable StatementDescription description, long nowNanos) {
            this.trust = trust;
            this.description = description;
            this.madeAtNanos = nowNanos;
            this.weight = 64 + key.sql().length() + (description == null ? 0 : description.weight());
            this.usedAtNanos = nowNanos;
        }
    }

    private final ConcurrentHashMap<Key, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong weight = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicBoolean evicting = new AtomicBoolean();
    private final long maxLifetimeNanos;

    private final ClientTypes types;

    /**
     * Makes an empty one.
     *
     * @param maxLifetime how long a description is used after it was learnt; zero is for ever
     * @param types the codecs of parameters and columns
     */
    StatementDescriptions(Duration maxLifetime, ClientTypes types) {
        this.types = types;
        this.maxLifetimeNanos = maxLifetime.isZero() ? Long.MAX_VALUE : maxLifetime.toNanos();
    }

    /** For connections of the client that go to another database: the same, but with nothing learnt. */
    StatementDescriptions elsewhere() {
        return new StatementDescriptions(
                maxLifetimeNanos == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(maxLifetimeNanos),
                types.elsewhere());
    }

    /** The codecs of parameters and columns. */
    ClientTypes types() {
        return types;
    }

    /** What is known of a statement; null if the server has to be asked. */
    @Nullable StatementDescription find(Key key, long nowNanos) {
        Entry entry = entries.get(key);
        if (entry == null || hasEnded(key, entry, nowNanos)) {
            return null;
        }
        entry.usedAtNanos = nowNanos;
        return entry.description;
    }

    private boolean hasEnded(Key key, Entry entry, long nowNanos) {
        boolean ended = nowNanos - entry.madeAtNanos >= maxLifetimeNanos;
        if (ended) {
            remove(key, entry);
        }
        return ended;
    }

    private boolean isDistrusted(Key key, long nowNanos) {
        Entry known = entries.get(key);
        return known != null && known.trust == Trust.DISTRUSTED && !hasEnded(key, known, nowNanos);
    }

    /** The server, asked without being told any types, has described a statement. */
    void learn(Key key, StatementDescription description, long nowNanos) {
        if (!isDistrusted(key, nowNanos)) {
            put(key, new Entry(key, Trust.LEARNT, description, nowNanos));
        }
    }

    /** The server has said that a statement does not return any more what it did when it was prepared. */
    void forget(Key key, long nowNanos) {
        if (!isDistrusted(key, nowNanos)) {
            put(key, new Entry(key, Trust.STALE, null, nowNanos));
            changes.incrementAndGet();
        }
    }

    /** A description was not true on a connection. */
    void distrust(Key key, long nowNanos) {
        put(key, new Entry(key, Trust.DISTRUSTED, null, nowNanos));
    }

    /** How often statements have changed; when this has grown, prepared statements may be {@link #isOutdated}. */
    long changes() {
        return changes.get();
    }

    /** Whether another session has seen, since this statement was prepared, that it has changed. */
    boolean isOutdated(Key key, Statement statement) {
        Entry known = entries.get(key);
        if (known == null || known.madeAtNanos - statement.preparedAtNanos() <= 0) {
            return false;
        }
        StatementDescription now = known.description;
        return now == null ? known.trust == Trust.STALE : !now.hasTypesOf(statement.description());
    }

    private void put(Key key, Entry entry) {
        if (entry.weight > HEAVIEST) {
            return;
        }
        Entry before = entries.put(key, entry);
        long now = weight.addAndGet(entry.weight - (before == null ? 0 : before.weight));
        if ((entries.mappingCount() > MOST || now > MOST_WEIGHT) && evicting.compareAndSet(false, true)) {
            evict();
            evicting.set(false);
        }
    }

    private void remove(Key key, Entry entry) {
        if (entries.remove(key, entry)) {
            weight.addAndGet(-entry.weight);
        }
    }

    private record Use(Key key, Entry entry, long atNanos) {}

    /** An eighth at once, so that the search for the oldest is rare. */
    private void evict() {
        long now = System.nanoTime();
        List<Use> uses = entries.entrySet().stream()
                .map(each -> new Use(each.getKey(), each.getValue(), each.getValue().usedAtNanos - now))
                .sorted(Comparator.comparingLong(Use::atNanos))
                .collect(Collectors.toList());
        for (Use use : uses) {
            if (entries.mappingCount() <= MOST - MOST / 8 && weight.get() <= MOST_WEIGHT - MOST_WEIGHT / 8) {
                return;
            }
            remove(use.key(), use.entry());
        }
    }

    /** The number of texts known, distrusted ones included. */
    int size() {
        return entries.size();
    }
}
