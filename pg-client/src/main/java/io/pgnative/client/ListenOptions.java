package io.pgnative.client;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What to listen to, for publishers and streams of notifications. Immutable.
 *
 * <pre>{@code
 * ListenOptions.channels("orders", "returns").buffer(50_000).onReconnected(gap -> reload())
 * }</pre>
 */
public final class ListenOptions {

    private static final int DEFAULT_BUFFER = 10_000;

    private final List<String> channels;
    private final int buffer;
    private final Consumer<ListenGap> onReconnected;

    private ListenOptions(List<String> channels, int buffer, Consumer<ListenGap> onReconnected) {
        this.channels = channels;
        this.buffer = buffer;
        this.onReconnected = onReconnected;
    }

    /**
     * Names what to listen to.
     *
     * @param channels names, exactly as in NOTIFY between quotes; 1 to 63 bytes each in UTF-8
     * @return options with the defaults
     * @throws PgMisuseException if there is none
     */
    public static ListenOptions channels(String... channels) {
        if (channels.length == 0) {
            throw new PgMisuseException("channels: expected at least one");
        }
        List<String> distinct = List.of(channels).stream().distinct().toList();
        return new ListenOptions(distinct, DEFAULT_BUFFER, gap -> {});
    }

    /**
     * Sets how many notifications may wait for their reader. One more ends the stream with a {@link PgMisuseException}:
     * none is dropped in silence.
     *
     * @param notifications 1 or more; default 10,000
     * @return other options
     * @throws PgMisuseException if it is less than 1
     */
    public ListenOptions buffer(int notifications) {
        if (notifications < 1) {
            throw new PgMisuseException("buffer: expected 1 or more, not " + notifications);
        }
        return new ListenOptions(channels, notifications, onReconnected);
    }

    /**
     * Sets who is told that the connection was lost and is there again; see {@link NotificationListener#onReconnected}.
     *
     * @param handler called where notifications are received, in order with them but ahead of those that wait; what it
     *     throws is logged
     * @return other options
     */
    public ListenOptions onReconnected(Consumer<ListenGap> handler) {
        return new ListenOptions(channels, buffer, Objects.requireNonNull(handler, "handler must not be null"));
    }

    /**
     * What is listened to.
     *
     * @return names, each once
     */
    public List<String> channels() {
        return channels;
    }

    /**
     * How many notifications may wait.
     *
     * @return 1 or more
     */
    public int buffer() {
        return buffer;
    }

    /**
     * Who is told of gaps.
     *
     * @return the handler
     */
    public Consumer<ListenGap> onReconnected() {
        return onReconnected;
    }
}
