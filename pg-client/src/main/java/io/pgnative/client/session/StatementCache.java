package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgOptions;
import io.pgnative.client.StatementMode;
import io.pgnative.client.StatementStatistics;
import io.pgnative.client.wire.frontend.Close;
import io.pgnative.client.wire.frontend.Target;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The statements prepared on one connection, by their text; the least recently used one goes first. Statements that are
 * given up are closed by messages that ride ahead of the next exchange. On the session's event loop, but for the
 * figures.
 */
final class StatementCache {

    private final int capacity;
    private final long maxLifetimeNanos;
    private final int maxSqlLength;
    private final Map<String, Statement> statements = new LinkedHashMap<>(16, 0.75f, true);

    /** What is to be closed; any thread may add to it. */
    private final Queue<Close> toClose = new ConcurrentLinkedQueue<>();

    /** Names given to a Parse that has not been answered. */
    private final Set<String> parsing = new HashSet<>();

    private final LoopCounter hits = new LoopCounter();
    private final LoopCounter misses = new LoopCounter();
    private final LoopCounter evictions = new LoopCounter();
    private final LoopCounter reparses = new LoopCounter();
    private volatile int size;

    StatementCache(PgOptions.StatementCache options) {
        this.capacity = options.mode() == StatementMode.UNNAMED ? 0 : options.size();
        this.maxLifetimeNanos = options.maxLifetime().isZero()
                ? Long.MAX_VALUE
                : options.maxLifetime().toNanos();
        this.maxSqlLength = options.maxSqlLength() == 0 ? Integer.MAX_VALUE : options.maxSqlLength();
    }

    /** Whether a statement of this text is kept; one that is not is prepared without a name, for one run. */
    boolean takes(String sql) {
        return capacity > 0 && sql.length() <= maxSqlLength;
    }

    /** Whether statements are kept at the server at all; if not, none is given a name that its user has not chosen. */
    boolean usesNames() {
        return capacity > 0;
    }

    /** The name of a statement is a hash of its text, so that connections behind a pooler agree on it. */
    static String nameOf(String sql) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
            return "pgn_" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The name for a statement; empty, for the unnamed one, while its name is on the way to the server. */
    String freeNameOf(String sql) {
        String name = nameOf(sql);
        return parsing.contains(name) ? "" : name;
    }

    /** A Parse with this name has been written ahead of its Bind, so that others may follow before it is answered. */
    void parsing(String name) {
        if (!name.isEmpty()) {
            parsing.add(name);
        }
    }

    /** That Parse has been answered. */
    void parsed(String name) {
        parsing.remove(name);
    }

    @Nullable Statement find(String sql, long nowNanos) {
        Statement statement = statements.get(sql);
        if (statement != null && nowNanos - statement.preparedAtNanos() >= maxLifetimeNanos) {
            drop(statement);
            evictions.increment();
            statement = null;
        }
        if (statement == null) {
            misses.increment();
        } else {
            hits.increment();
            statement.found();
        }
        return statement;
    }

    void add(Statement statement) {
        if (statements.size() >= capacity) {
            Iterator<Statement> eldest = statements.values().iterator();
            Statement evicted = eldest.next();
            eldest.remove();
            closeLater(evicted.name());
            evictions.increment();
        }
        statements.put(statement.sql(), statement);
        size = statements.size();
    }

    /** Gives a statement up, for instance one that the server does not know any more. */
    void drop(Statement statement) {
        if (statements.remove(statement.sql(), statement)) {
            closeLater(statement.name());
            size = statements.size();
        }
    }

    /** Gives a statement up that is not what it was: it is prepared once more when it is needed. */
    void outdated(Statement statement) {
        drop(statement);
        reparses.increment();
    }

    void outdatedIf(Predicate<Statement> condition) {
        List.copyOf(statements.values()).stream().filter(condition).forEach(this::outdated);
    }

    void dropAll() {
        List.copyOf(statements.values()).forEach(this::drop);
    }

    /** The server has forgotten all statements. */
    void clear() {
        statements.clear();
        size = 0;
    }

    /**
     * A close that could not be written, or one of a statement that was never in here; it rides with another exchange.
     */
    void closeLater(String name) {
        closeLater(new Close(Target.STATEMENT, name));
    }

    /** The same for any Close: portals that are not needed any more ride along as well. */
    void closeLater(Close close) {
        toClose.add(close);
    }

    /**
     * Appends Close messages for all statements and portals that were given up.
     *
     * @return what was appended
     */
    List<Close> writeCloses(ByteBuf out) {
        if (toClose.isEmpty()) {
            return List.of();
        }
        List<Close> closes = new ArrayList<>();
        for (Close close = toClose.poll(); close != null; close = toClose.poll()) {
            close.write(out);
            closes.add(close);
        }
        return closes;
    }

    long reparses() {
        return reparses.get();
    }

    /** What is prepared, the least recently used first. */
    List<StatementStatistics> statistics(long nowNanos) {
        return statements.values().stream()
                .map(statement -> statement.statistics(nowNanos))
                .toList();
    }

    Session.StatementCacheFigures figures() {
        return new Session.StatementCacheFigures(hits.get(), misses.get(), evictions.get(), size);
    }
}
