package io.pgnative.spring.boot.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/** Reads what annotations say: the statement itself or the file that it is in, and the time limit. */
final class StatementTexts {

    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:");

    private final ResourceLoader resourceLoader;
    private final PlaceholderResolver placeholders;

    StatementTexts(ResourceLoader resourceLoader, PlaceholderResolver placeholders) {
        this.resourceLoader = resourceLoader;
        this.placeholders = placeholders;
    }

    /**
     * The statement of a method.
     *
     * @throws UnfitMethodException when there is none, or two
     */
    String statement(Query query) {
        if (query.file().isEmpty()) {
            if (query.value().isBlank()) {
                throw new UnfitMethodException("@Query has no statement; give it as value, or the file that it is in");
            }
            return query.value();
        }
        if (!query.value().isEmpty()) {
            throw new UnfitMethodException("@Query has a statement and a file; give one of them");
        }
        if (!PREFIX.matcher(query.file()).lookingAt()) {
            throw new UnfitMethodException("the file " + query.file()
                    + " has no prefix, and would be looked for at other places in a web application; write it such as"
                    + " classpath:" + query.file());
        }
        String text = text(resourceLoader.getResource(query.file()), query.file());
        if (text.isBlank()) {
            throw new UnfitMethodException("the file " + query.file() + " is empty");
        }
        return text;
    }

    private static String text(Resource resource, String location) {
        try {
            return resource.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException ex) {
            throw new UnfitMethodException(
                    "the file " + location + " cannot be read: " + ex.getClass().getSimpleName());
        }
    }

    /**
     * A time limit.
     *
     * @return null if there is none
     * @throws UnfitMethodException when it is no duration
     */
    @Nullable Duration timeout(String text) {
        if (text.isEmpty()) {
            return null;
        }
        Duration timeout;
        try {
            timeout = DurationStyle.detectAndParse(placeholders.resolve(text));
        } catch (IllegalArgumentException ex) {
            throw new UnfitMethodException("the timeout \"" + text + "\" is no duration; write it such as \"2s\"");
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new UnfitMethodException("the timeout \"" + text + "\" must be more than zero");
        }
        return timeout;
    }
}
