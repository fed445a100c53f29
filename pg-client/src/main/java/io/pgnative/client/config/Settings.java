package io.pgnative.client.config;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings of all sources, the one that wins first. */
final class Settings {

    private final List<Map<String, Setting>> sources;

    /**
     * Makes them.
     *
     * @param sources what each says, by word; the one that wins first
     */
    Settings(List<Map<String, Setting>> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * What is said under a word.
     *
     * @param keyword the word
     * @return what the first source that knows the word says; null if none does, and if it says nothing, which is how
     *     libpq is told to use a default
     */
    @Nullable Setting find(String keyword) {
        int source = source(keyword);
        Setting found = source == sources.size() ? null : sources.get(source).get(keyword);
        return found == null || found.value().isEmpty() ? null : found;
    }

    private int source(String keyword) {
        int source = 0;
        while (source < sources.size() && !sources.get(source).containsKey(keyword)) {
            source++;
        }
        return source;
    }

    /** Whether a word is said by a source that wins over the one that says another word. */
    boolean wins(String keyword, String other) {
        return source(keyword) < source(other);
    }

    void forEach(Consumer<Setting> use) {
        sources.forEach(source -> source.values().forEach(use));
    }

    <E extends Enum<E>> E oneOf(String keyword, E[] members, E other) {
        Setting found = find(keyword);
        return found == null ? other : found.oneOf(members);
    }

    boolean flag(String keyword, boolean other) {
        Setting found = find(keyword);
        return found == null ? other : found.flag();
    }
}
