package io.pgnative.client.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Statements read lately, by their text. Two generations of bounded size: what is asked for moves to the younger one,
 * and when that is full the older one goes. A look-up takes no lock.
 */
final class NamedSqlCache {

    private static final int GENERATION = 512;

    /** Longer texts are scripts, run once and not worth the memory. */
    private static final int LONGEST = 16 * 1024;

    private final Function<String, NamedSql> reader;
    private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), Map.of());

    private record Generations(Map<String, NamedSql> young, Map<String, NamedSql> old) {}

    NamedSqlCache(Function<String, NamedSql> reader) {
        this.reader = reader;
    }

    NamedSql get(String sql) {
        Generations current = generations;
        NamedSql known = current.young.get(sql);
        if (known != null) {
            return known;
        }
        known = current.old.get(sql);
        NamedSql read = known != null ? known : reader.apply(sql);
        if (sql.length() <= LONGEST) {
            if (current.young.size() >= GENERATION) {
                current = new Generations(new ConcurrentHashMap<>(), current.young);
                generations = current;
            }
            current.young.put(sql, read);
        }
        return read;
    }

    /** How many texts are held. */
    int size() {
        Generations current = generations;
        return current.young.size() + current.old.size();
    }
}
