package io.pgnative.spring.boot.listen;

import java.time.Duration;

/**
 * What holds for all listeners that say nothing else.
 *
 * @param autoStartup whether they start with the application
 * @param buffer how many notifications may wait for each of them; 1 or more
 * @param overflow which are dropped when more come
 * @param shutdownTimeout how long a listener that is stopped may take to handle what has come
 */
public record PgListenerSettings(
        boolean autoStartup, int buffer, PgListenerOverflow overflow, Duration shutdownTimeout) {}
