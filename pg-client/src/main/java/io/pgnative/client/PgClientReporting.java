package io.pgnative.client;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The part of {@link PgClientBuilder} that says what a client tells, logs and listens to. */
abstract sealed class PgClientReporting extends PgClientSurroundings permits PgClientBuilder {

    private Consumer<PgNotice> noticeHandler = notice -> {};
    private @Nullable Consumer<? super QueryEvent> queryListener;
    private @Nullable QueryObserver queryObserver;
    private @Nullable Duration slowQueryThreshold;
    private boolean logsParameters;
    private Duration listenPingInterval = Duration.ofSeconds(30);
    private ListenRecovery listenRecovery = ListenRecovery.DEFAULT;

    PgClientReporting(Vertx vertx) {
        super(vertx);
    }

    /**
     * @param handler told of each notice, on an event loop; by default they are only logged
     * @return this
     */
    public PgClientBuilder noticeHandler(Consumer<PgNotice> handler) {
        this.noticeHandler = handler;
        return self();
    }

    /**
     * Sets who is told of each statement that has run, on all connections; see {@link QueryEvent}.
     *
     * @param listener called on the event loop of the connection, where it must not block; what it throws is logged.
     *     Null, the default, is nobody
     * @return this
     */
    public PgClientBuilder queryListener(@Nullable Consumer<? super QueryEvent> listener) {
        this.queryListener = listener;
        return self();
    }

    /**
     * Sets who follows each call from its begin to its end, to trace it as a part of what its caller does.
     *
     * @param observer called on the threads of callers and on event loops, where it must not block; what it throws is
     *     logged. Null, the default, is nobody
     * @return this
     */
    public PgClientBuilder queryObserver(@Nullable QueryObserver observer) {
        this.queryObserver = observer;
        return self();
    }

    /**
     * Logs statements that take long, as warnings of the logger {@code io.pgnative.client.slow-query}: how long it
     * took, how many rows there were, the server, the first 1,000 characters of the text.
     *
     * @param threshold from when on it is long; null, the default, logs none
     * @return this
     */
    public PgClientBuilder slowQueryThreshold(@Nullable Duration threshold) {
        this.slowQueryThreshold = threshold;
        return self();
    }

    /**
     * Sets whether the arguments of statements are told to query listeners and logged with slow statements. They may
     * hold what no log should.
     *
     * @param included default false
     * @return this
     */
    public PgClientBuilder logParameters(boolean included) {
        this.logsParameters = included;
        return self();
    }

    /**
     * Sets how often the connection that listens is checked, so that one whose peer has vanished is found and replaced.
     * An answer must come within the {@link PgClientBuilder#poolValidationTimeout}.
     *
     * @param interval default 30 s; zero is never
     * @return this
     */
    public PgClientBuilder listenPingInterval(Duration interval) {
        this.listenPingInterval = interval;
        return self();
    }

    /**
     * Sets how often, and after which pauses, it is tried to listen again when the connection that listens was lost.
     *
     * @param recovery default {@link ListenRecovery#DEFAULT}, which tries without end
     * @return this
     */
    public PgClientBuilder listenRecovery(ListenRecovery recovery) {
        this.listenRecovery = Objects.requireNonNull(recovery, "recovery must not be null");
        return self();
    }

    Consumer<PgNotice> noticeHandler() {
        return noticeHandler;
    }

    @Nullable Consumer<? super QueryEvent> queryListener() {
        return queryListener;
    }

    @Nullable QueryObserver queryObserver() {
        return queryObserver;
    }

    PgOptions.Logging logging() {
        return new PgOptions.Logging(slowQueryThreshold, logsParameters);
    }

    PgOptions.Listening listening() {
        return new PgOptions.Listening(listenPingInterval, listenRecovery);
    }
}
