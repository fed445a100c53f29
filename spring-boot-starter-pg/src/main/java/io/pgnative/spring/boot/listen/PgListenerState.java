package io.pgnative.spring.boot.listen;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a listener does at this moment, and has done since the application was started.
 *
 * @param id its name
 * @param channels what it listens to
 * @param client the name of the client that listens
 * @param status whether it listens
 * @param since when that began
 * @param failure why it does not listen: with what the connection was lost, or the last attempt to listen failed; null
 *     while it does, and when it was stopped
 * @param running how many notifications and gaps are being handled
 * @param waiting how many wait to be handled
 * @param received how many notifications have come
 * @param handled how many notifications were handled without a failure
 * @param failed how many notifications and gaps were handled with a failure
 * @param dropped how many notifications were dropped, because too many waited or the listener was stopped
 * @param gaps how many times notifications may have been missed
 */
public record PgListenerState(
        String id,
        List<String> channels,
        String client,
        Status status,
        Instant since,
        @Nullable Throwable failure,
        int running,
        int waiting,
        long received,
        long handled,
        long failed,
        long dropped,
        long gaps) {

    /** Whether a listener listens. */
    public enum Status {

        /** It was not started, or stopped. */
        STOPPED,

        /** It does not listen yet, or its connection was lost; it is tried again. */
        CONNECTING,

        /** It has given up to listen, as {@code spring.pgnative.listener.recovery.max-retries} are used up. */
        FAILED,

        /** The server listens. */
        LISTENING
    }
}
