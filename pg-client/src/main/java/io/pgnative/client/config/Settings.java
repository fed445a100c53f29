package io.pgnative.client.config;

import java.util.List;
import java.util.Map;
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
        for (Map<String, Setting> source : sources) {
            Setting found = source.get(keyword);
            if (found != null) {
                return found.value().isEmpty() ? null : found;
            }
        }
        return null;
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
