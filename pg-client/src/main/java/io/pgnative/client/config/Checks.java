package io.pgnative.client.config;

import io.pgnative.client.PgConfigurationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Checks of single values, each naming the option as {@code spring.pgnative.*} does. */
final class Checks {

    /** Far below where a deadline in nanoseconds would overflow. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private Checks() {}

    static void range(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new PgConfigurationException(
                    option,
                    value + " is out of range; expected "
                            + (max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max));
        }
    }

    /** A limit whose zero means none. */
    static void zeroOrPositive(String option, long value) {
        if (value < 0) {
            throw new PgConfigurationException(option, value + " is out of range; expected 0 or more");
        }
    }

    static void part(String option, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new PgConfigurationException(option, value + " is out of range; expected 0 to 1");
        }
    }

    static void factor(String option, double value) {
        if (!(value >= 1) || Double.isInfinite(value)) {
            throw new PgConfigurationException(option, value + " is out of range; expected 1 or more");
        }
    }

    /** A limit: more than zero. */
    static void positive(String option, @Nullable Duration value) {
        if (value == null || value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new PgConfigurationException(option, value + " is out of range; expected 1 ms to 3650 days");
        }
    }

    /** A time whose zero has a meaning of its own. */
    static void zeroOrPositive(String option, @Nullable Duration value) {
        if (value == null || (!value.isZero() && (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0))) {
            throw new PgConfigurationException(option, value + " is out of range; expected zero, or 1 ms to 3650 days");
        }
    }

    static void given(String option, @Nullable Enum<?> value) {
        if (value == null) {
            throw new PgConfigurationException(option, "expected a value");
        }
    }

    static void given(String option, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new PgConfigurationException(option, "expected a text that is not empty");
        }
        sendable(option, value);
    }

    /**
     * A text that goes into the StartupMessage, where a NUL would end it and make its rest a parameter.
     *
     * @param option the option
     * @param value its value, which is not shown
     */
    static void sendable(String option, String value) {
        String reason = unsendable(value);
        if (reason != null) {
            throw new PgConfigurationException(option, reason);
        }
    }

    /** As above, for what a source says. */
    static void sendable(Setting setting, String value) {
        String reason = unsendable(value);
        if (reason != null) {
            throw setting.invalid(reason);
        }
    }

    private static @Nullable String unsendable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                return "holds a NUL character, which the protocol cannot carry";
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    return "holds half a surrogate pair, which is no character";
                }
                i++;
            }
        }
        return null;
    }
}
