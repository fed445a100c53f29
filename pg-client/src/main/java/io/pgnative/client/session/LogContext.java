package io.pgnative.client.session;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Says in the logging context (MDC) which connection a line is about, while it is being logged: the keys
 * {@code pgnative.pool}, {@code pgnative.connection} and {@code pgnative.pid}.
 */
final class LogContext {

    static final String POOL = "pgnative.pool";
    static final String CONNECTION = "pgnative.connection";
    static final String PROCESS_ID = "pgnative.pid";

    private LogContext() {}

    /**
     * Logs a line; the context is as it was after that.
     *
     * @param pool the name of the pool
     * @param connection the number of the connection
     * @param processId of its backend
     * @param line logs it
     */
    static void with(String pool, long connection, int processId, Runnable line) {
        String poolBefore = MDC.get(POOL);
        String connectionBefore = MDC.get(CONNECTION);
        String processIdBefore = MDC.get(PROCESS_ID);
        MDC.put(POOL, pool);
        MDC.put(CONNECTION, Long.toString(connection));
        MDC.put(PROCESS_ID, Integer.toString(processId));
        try {
            line.run();
        } finally {
            restore(POOL, poolBefore);
            restore(CONNECTION, connectionBefore);
            restore(PROCESS_ID, processIdBefore);
        }
    }

    private static void restore(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
