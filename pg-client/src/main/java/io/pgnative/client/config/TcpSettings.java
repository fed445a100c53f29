package io.pgnative.client.config;

import io.pgnative.client.PgOptions;
import java.time.Duration;

/** Reads the options of TCP, whose defaults are libpq's. */
final class TcpSettings {

    /** What Linux takes (tcp(7)); other systems take no less. */
    private static final int MOST_SECONDS = 32_767;

    private static final int MOST_PROBES = 127;

    private static final int MOST_DIGITS = 10;

    private TcpSettings() {}

    /**
     * Reads them.
     *
     * @param settings what the sources say
     * @return the options
     */
    static PgOptions.Tcp read(Settings settings) {
        return new PgOptions.Tcp(
                settings.flag("keepalives", true),
                Duration.ofSeconds(number(settings, "keepalives_idle", MOST_SECONDS, "a number of seconds")),
                Duration.ofSeconds(number(settings, "keepalives_interval", MOST_SECONDS, "a number of seconds")),
                number(settings, "keepalives_count", MOST_PROBES, "a number"),
                Duration.ofMillis(number(settings, "tcp_user_timeout", Integer.MAX_VALUE, "a number of milliseconds")));
    }

    private static int number(Settings settings, String keyword, int most, String unit) {
        Setting found = settings.find(keyword);
        if (found == null) {
            return 0;
        }
        String text = found.value();
        boolean digits = text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long number = digits ? Long.parseLong(text) : -1;
        if (number < 0 || number > most) {
            throw found.invalid(
                    keyword + found.origin().shown(text) + " is not " + unit + ", 0 to " + most + " without a unit");
        }
        return (int) number;
    }
}
