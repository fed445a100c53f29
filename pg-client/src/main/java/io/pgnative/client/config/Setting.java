package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a source says under one of libpq's words.
 *
 * @param keyword the word
 * @param value the text, which may be a secret
 * @param origin where it was found
 */
record Setting(String keyword, String value, Origin origin) {

    /**
     * The member of an enum that is written as this.
     *
     * @param members all of them, each shown as libpq writes it
     * @return the member
     */
    <E extends Enum<E>> E oneOf(E[] members) {
        for (E member : members) {
            if (member.toString().equals(value)) {
                return member;
            }
        }
        throw invalid(keyword + origin.shown(value) + " is unknown; expected one of "
                + Arrays.stream(members).map(Enum::toString).collect(Collectors.joining(", ")));
    }

    boolean flag() {
        return switch (value) {
            case "1" -> true;
            case "0" -> false;
            default -> throw invalid(keyword + origin.shown(value) + " is unknown; expected 1 or 0");
        };
    }

    Path path() {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw invalid(keyword + origin.shown(value) + " is not the path of a file");
        }
    }

    PgConfigurationException invalid(String reason) {
        return origin.invalid(keyword, reason);
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return "Setting[" + keyword + " of " + origin + "]";
    }
}
