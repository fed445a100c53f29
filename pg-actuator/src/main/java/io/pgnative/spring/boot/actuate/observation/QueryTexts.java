package io.pgnative.spring.boot.actuate.observation;

import io.pgnative.spring.boot.actuate.sql.SqlRedaction;
import io.pgnative.spring.boot.actuate.sql.SqlSummary;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is told of statements, by their text. Texts read lately are not read again: two generations of bounded size, of
 * which the older one goes when the younger one is full. A look-up takes no lock.
 */
final class QueryTexts {

    private static final int GENERATION = 512;

    /** Longer texts are scripts, run once and not worth the memory. */
    private static final int LONGEST = 16 * 1024;

    /** Summaries are values of a tag: an application that makes up names of tables must not make up time series. */
    static final int MOST_SUMMARIES = 1_000;

    private final Set<String> summaries = ConcurrentHashMap.newKeySet();
    private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), Map.of());

    private record Generations(Map<String, QueryText> young, Map<String, QueryText> old) {}

    /**
     * What is told of a statement.
     *
     * @param summary what it does and to which tables; only what it does, where too many different ones have been seen
     * @param isCut whether that is so
     * @param redacted the text without literals
     */
    record QueryText(String summary, boolean isCut, String redacted) {}

    QueryText of(String sql) {
        Generations current = generations;
        QueryText known = current.young.get(sql);
        if (known != null) {
            return known;
        }
        known = current.old.get(sql);
        QueryText read = known != null ? known : read(sql);
        if (sql.length() <= LONGEST) {
            if (current.young.size() >= GENERATION) {
                current = new Generations(new ConcurrentHashMap<>(), current.young);
                generations = current;
            }
            current.young.put(sql, read);
        }
        return read;
    }

    private QueryText read(String sql) {
        String summary = SqlSummary.of(sql);
        String redacted = SqlRedaction.of(sql);
        if (summaries.contains(summary)) {
            return new QueryText(summary, false, redacted);
        }
        if (summaries.size() < MOST_SUMMARIES) {
            summaries.add(summary);
            return new QueryText(summary, false, redacted);
        }
        int space = summary.indexOf(' ');
        return new QueryText(space < 0 ? summary : summary.substring(0, space), true, redacted);
    }

    /** How many texts are held. */
    int size() {
        Generations current = generations;
        return current.young.size() + current.old.size();
    }
}
