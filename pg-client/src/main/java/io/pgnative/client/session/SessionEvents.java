package io.pgnative.client.session;

import io.pgnative.client.PgClientListener;
import io.pgnative.client.PgException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.backend.NotificationResponse;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server says unasked and what happens to a session, handed to those who have registered for it. */
final class SessionEvents implements SessionListeners {

    private static final Logger log = LoggerFactory.getLogger(SessionEvents.class);

    /**
     * A handler.
     *
     * @param handler what the user gave
     * @param calls runs it
     * @param among those it is registered with
     */
    private record Registered<E extends @Nullable Object>(
            Consumer<? super E> handler, UserHandler calls, List<Registered<E>> among) implements PgRegistration {

        @Override
        public void close() {
            calls.end();
            among.remove(this);
        }

        /** Each is its own: two of the same handler are told apart. */
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private final SessionFacts session;
    private final Consumer<PgNotice> clientNoticeHandler;
    private final QueryLog queryLog;
    private final List<Registered<PgNotice>> noticeHandlers = new CopyOnWriteArrayList<>();
    private final List<Registered<@Nullable PgException>> closeHandlers = new CopyOnWriteArrayList<>();
    private final List<Registered<QueryEvent>> queryHandlers = new CopyOnWriteArrayList<>();
    private final Channels channels;
    private final UserHandler queryListener;
    private volatile boolean isEnded;
    private volatile @Nullable PgException endReason;

    /**
     * Makes one.
     *
     * @param session whose events these are
     * @param clientNoticeHandler told of the notices of all sessions, while they are read
     * @param queryLog what becomes of the queries of all sessions
     */
    SessionEvents(SessionFacts session, Consumer<PgNotice> clientNoticeHandler, QueryLog queryLog) {
        this.session = session;
        this.clientNoticeHandler = clientNoticeHandler;
        this.queryLog = queryLog;
        this.channels = new Channels(session);
        this.queryListener = new UserHandler("query listener", session.context());
    }

    Channels channels() {
        return channels;
    }

    // ---- registering

    @Override
    public PgRegistration onNotice(@Nullable ContextInternal context, Consumer<? super PgNotice> handler) {
        return add(noticeHandlers, "notice handler", context, handler);
    }

    @Override
    public PgRegistration onClose(@Nullable ContextInternal context, Consumer<? super @Nullable PgException> handler) {
        PgRegistration registration = add(closeHandlers, "handler of a connection's end", context, handler);
        if (isEnded) {
            tellEnd(endReason);
        }
        return registration;
    }

    @Override
    public PgRegistration onQuery(@Nullable ContextInternal context, Consumer<? super QueryEvent> handler) {
        return add(queryHandlers, "query handler", context, handler);
    }

    private <E extends @Nullable Object> Registered<E> add(
            List<Registered<E>> handlers, String name, @Nullable ContextInternal context, Consumer<? super E> handler) {
        UserHandler calls = new UserHandler(name, context == null ? session.context() : context);
        Registered<E> registered = new Registered<>(handler, calls, handlers);
        handlers.add(registered);
        return registered;
    }

    @Override
    public void restore(String user, Runnable then) {
        int listeners = channels.isUsed() ? channels.listeners() : 0;
        int forgotten = noticeHandlers.size();
        // What has been told already, and only waits for its context, is delivered still.
        if (forgotten > 0) {
            noticeHandlers.clear();
        }
        if (!queryHandlers.isEmpty()) {
            queryHandlers.clear();
        }
        tellEnd(null);
        if (forgotten > 0 || listeners > 0) {
            log.warn(
                    "a connection of {} (backend {}) was given back with {} listeners of channels and {} notice handlers,"
                            + " which are removed",
                    user,
                    session.processId(),
                    listeners,
                    forgotten);
        }
        if (channels.isUsed()) {
            onLoop(() -> {
                channels.restore();
                then.run();
            });
        } else {
            then.run();
        }
    }

    @Override
    public void reset() {
        noticeHandlers.clear();
        if (channels.isUsed()) {
            onLoop(channels::restore);
        }
    }

    /** At once on the loop; so, too, when that has gone with its Vert.x instance, and the session with it. */
    private void onLoop(Runnable task) {
        if (session.context().nettyEventLoop().inEventLoop()) {
            task.run();
            return;
        }
        try {
            session.context().nettyEventLoop().execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    // ---- telling

    void notice(Map<Character, String> fields, @Nullable Exchange head) {
        PgNotice notice = new PgNotice(fields, head == null ? null : head.running(), session.processId());
        ServerReports.deliver(notice, clientNoticeHandler);
        if (noticeHandlers.isEmpty()) {
            return;
        }
        int size = 0;
        for (String value : fields.values()) {
            size += 2 * value.length();
        }
        for (Registered<PgNotice> registered : noticeHandlers) {
            registered.calls().call(size, () -> registered.handler().accept(notice));
        }
    }

    void notification(NotificationResponse notification) {
        channels.deliver(notification);
    }

    /** An exchange is over. */
    void ready(TransactionStatus status) {
        channels.ready(status);
    }

    void ended(@Nullable PgException reason) {
        endReason = reason;
        isEnded = true;
        tellEnd(reason);
    }

    private void tellEnd(@Nullable PgException reason) {
        for (Registered<@Nullable PgException> registered : closeHandlers) {
            if (registered.calls().end()) {
                registered.calls().callLast(() -> registered.handler().accept(reason));
            }
            registered.close();
        }
    }

    /** A request is over for its caller; any thread. */
    void over(Request<?> request, @Nullable Throwable failure) {
        PgClientListener told = queryLog.clientListener();
        if (told != null) {
            count(told, request, failure, System.nanoTime());
        }
        if (queryLog.isOn() || !queryHandlers.isEmpty()) {
            tell(request, failure, System.nanoTime());
        }
    }

    private void count(PgClientListener told, Request<?> request, @Nullable Throwable failure, long endNanos) {
        if (session.context().nettyEventLoop().inEventLoop()) {
            QueryLog.tell(told, request, failure, endNanos);
            return;
        }
        try {
            session.context().nettyEventLoop().execute(() -> QueryLog.tell(told, request, failure, endNanos));
        } catch (RejectedExecutionException closed) {
            log.debug("A query is not counted, since its Vert.x instance is closed");
        }
    }

    private void tell(Request<?> request, @Nullable Throwable failure, long endNanos) {
        if (!session.context().nettyEventLoop().inEventLoop()) {
            // What is known of a request is known on the loop.
            session.context().nettyEventLoop().execute(() -> tell(request, failure, endNanos));
            return;
        }
        QueryEvent event = queryLog.event(session, request, failure, endNanos);
        if (event == null) {
            return;
        }
        queryLog.logIfSlow(event);
        Consumer<? super QueryEvent> listener = queryLog.listener();
        if (listener != null) {
            queryListener.call(0, () -> listener.accept(event));
        }
        for (Registered<QueryEvent> registered : queryHandlers) {
            registered.calls().call(0, () -> registered.handler().accept(event));
        }
    }
}
