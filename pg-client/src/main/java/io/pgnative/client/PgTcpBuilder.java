package io.pgnative.client;

import java.time.Duration;
import java.util.Map;

/**
 * Configures TCP, see {@link PgClientBuilder#tcp}. What is set here wins over DSN and service file. None of it counts
 * for Unix sockets. What the operating system, the Java runtime or the transport of Vert.x cannot do is refused when
 * the client is made.
 */
public final class PgTcpBuilder {

    private final Map<String, String> keywords;

    PgTcpBuilder(Map<String, String> keywords) {
        this.keywords = keywords;
    }

    /**
     * Sets whether the operating system finds out that the peer of an idle connection has vanished, which libpq calls
     * {@code keepalives}.
     *
     * @param keepalives default true
     * @return this
     */
    public PgTcpBuilder keepalives(boolean keepalives) {
        return set("keepalives", keepalives ? "1" : "0");
    }

    /**
     * Sets how long a connection is idle before the first keepalive is sent, which libpq calls {@code keepalives_idle}.
     * Without {@link #keepalives} it says nothing.
     *
     * @param idle whole seconds, at most 32767; zero, the default, leaves it to the operating system
     * @return this
     */
    public PgTcpBuilder keepalivesIdle(Duration idle) {
        return set("keepalives_idle", seconds(idle));
    }

    /**
     * Sets how long after a keepalive that was not answered the next one is sent, which libpq calls
     * {@code keepalives_interval}. Without {@link #keepalives} it says nothing.
     *
     * @param interval whole seconds, at most 32767; zero, the default, leaves it to the operating system
     * @return this
     */
    public PgTcpBuilder keepalivesInterval(Duration interval) {
        return set("keepalives_interval", seconds(interval));
    }

    /**
     * Sets how many keepalives in a row may be lost before the connection is given up, which libpq calls
     * {@code keepalives_count}. Without {@link #keepalives} it says nothing.
     *
     * @param count at most 127; 0, the default, leaves it to the operating system
     * @return this
     */
    public PgTcpBuilder keepalivesCount(int count) {
        return set("keepalives_count", String.valueOf(count));
    }

    /**
     * Sets how long the peer may leave what was sent to it unacknowledged before the connection is given up, which
     * libpq calls {@code tcp_user_timeout}. Of the transports of Vert.x only those of Linux (epoll, io_uring) do that.
     *
     * @param timeout whole milliseconds; zero, the default, leaves it to the operating system
     * @return this
     */
    public PgTcpBuilder userTimeout(Duration timeout) {
        boolean whole = timeout.toNanosPart() % 1_000_000 == 0;
        return set("tcp_user_timeout", whole ? String.valueOf(timeout.toMillis()) : timeout.toString());
    }

    /** What is no whole number of them is refused with the other options, not here. */
    private static String seconds(Duration duration) {
        return duration.toNanosPart() == 0 ? String.valueOf(duration.toSeconds()) : duration.toString();
    }

    private PgTcpBuilder set(String keyword, String value) {
        keywords.put(keyword, value);
        return this;
    }
}
