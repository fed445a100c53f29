package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.ServerVersion;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.FrameLimits;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.NoticeResponse;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.frontend.Close;
import io.pgnative.client.wire.frontend.Target;
import io.pgnative.client.wire.frontend.Terminate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of exchanges of one connection, and what belongs to the whole of it. Everything but the methods of
 * {@link Session} runs on the event loop.
 *
 * <p>Requests are written as they come, without waiting for the answers of earlier ones. They wait only while the
 * statement of an earlier one is being prepared, while a batch is being written, and while a cancel request is under
 * way, since that must not hit them.
 */
final class PgSession implements Session {

    private static final Logger log = LoggerFactory.getLogger(PgSession.class);

    private final ContextInternal context;
    private final PgOptions options;
    private final Consumer<PgNotice> noticeHandler;
    private final CancelRequester cancelRequester;
    private final Transmitter transmitter;
    private final PgChannelHandler channelHandler;
    private final Deque<Exchange> inFlight = new ArrayDeque<>();
    private final Deque<Request<?>> waiting = new ArrayDeque<>();
    private final StatementCache statements;
    private final RowBuffer rows = new RowBuffer();
    private final Deadlines deadlines;
    private final Promise<Void> ended = Promise.promise();

    private @Nullable Prepare preparing;
    private @Nullable Batch streaming;
    private @Nullable Cancellation cancellation;
    private boolean closing;
    private @Nullable PgServerException fatal;
    private @Nullable PgException endReason;
    private @Nullable Consumer<@Nullable PgException> endHandler;

    private volatile boolean open = true;
    private volatile TransactionStatus transactionStatus = TransactionStatus.IDLE;
    private volatile Map<String, String> settings = Map.of();
    private volatile BackendKeyData key = new BackendKeyData(0, Bytes.of(new byte[4]));
    private volatile ServerVersion serverVersion = new ServerVersion(0, 0, 0, "");

    PgSession(
            ContextInternal context,
            PgOptions options,
            Consumer<PgNotice> noticeHandler,
            CancelRequester cancelRequester,
            PgChannelHandler channelHandler,
            ChannelHandlerContext channel) {
        this.context = context;
        this.options = options;
        this.noticeHandler = noticeHandler;
        this.cancelRequester = cancelRequester;
        this.channelHandler = channelHandler;
        this.transmitter = new Transmitter(channel);
        this.statements = new StatementCache(options.statementCache());
        this.deadlines = new Deadlines(context.nettyEventLoop(), this::expire);
    }

    // ---------------------------------------------------------------- taking requests

    @Override
    public void submit(Request<?> request) {
        if (!request.claim(this)) {
            onLoop(() -> request.settleUnclaimed(this));
        } else if (context.nettyEventLoop().inEventLoop()) {
            accept(request);
        } else {
            context.nettyEventLoop().execute(() -> accept(request));
        }
    }

    private void onLoop(Runnable task) {
        if (context.nettyEventLoop().inEventLoop()) {
            task.run();
        } else {
            context.nettyEventLoop().execute(task);
        }
    }

    private void accept(Request<?> request) {
        if (!open || closing) {
            later(() -> request.neverSent(this, endReason));
        } else if (request.isAbandoned()) {
            later(() -> request.settle(this));
        } else {
            deadlines.watch(request.deadlineNanos());
            if (isBlocked() || !waiting.isEmpty()) {
                waiting.add(request);
            } else {
                begin(request);
            }
        }
    }

    /** Ends a request in a turn of its own: its owner may at once submit the next one, which may end the same way. */
    private void later(Runnable task) {
        context.nettyEventLoop().execute(task);
    }

    private boolean isBlocked() {
        return preparing != null || streaming != null || cancellation != null;
    }

    private void drainWaiting() {
        while (open && !isBlocked()) {
            Request<?> next = waiting.poll();
            if (next == null) {
                closeIfDrained();
                return;
            }
            if (next.isAbandoned()) {
                later(() -> next.settle(this));
            } else {
                begin(next);
            }
        }
    }

    private void begin(Request<?> request) {
        if (request instanceof PreparedRequest<?> prepared) {
            boolean cached = statements.takes(prepared.sql());
            Statement statement = cached ? statements.find(prepared.sql(), System.nanoTime()) : null;
            if (statement == null) {
                Prepare prepare = new Prepare(prepared, cached ? StatementCache.nameOf(prepared.sql()) : "");
                preparing = prepare;
                if (!send(prepare)) {
                    preparing = null;
                }
                return;
            }
            prepared.statement(statement);
        }
        send(request);
    }

    /** @return false if it could not be written; its request has then been failed */
    private boolean send(Exchange exchange) {
        if (exchange instanceof ExtendedQuery<?> query) {
            query.rows(rows);
        }
        ByteBuf out = transmitter.buffer();
        int mark = out.writerIndex();
        List<String> closes = writeCloses(out);
        try {
            exchange.write(out);
        } catch (RuntimeException e) {
            out.writerIndex(mark);
            closes.forEach(statements::closeLater);
            PgException reason = e instanceof PgException known
                    ? known
                    : new PgDataException("the statement cannot be sent: " + e.getMessage(), e);
            later(() -> exchange.lost(this, reason));
            return false;
        }
        exchange.closesAhead = closes.size();
        boolean first = inFlight.isEmpty();
        inFlight.add(exchange);
        exchange.sequence = transmitter.written(first);
        if (exchange instanceof Batch batch && !batch.isWritten()) {
            streaming = batch;
            transmitter.flush();
            continueBatch();
        }
        return true;
    }

    private List<String> writeCloses(ByteBuf out) {
        String name = statements.nextToClose();
        if (name == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        while (name != null) {
            new Close(Target.STATEMENT, name).write(out);
            names.add(name);
            name = statements.nextToClose();
        }
        return names;
    }

    /**
     * Writes what the socket takes of a batch; called again when it takes more, and when the server has refused a row.
     */
    void continueBatch() {
        Batch batch = streaming;
        for (int slices = 0; batch != null && open; slices++) {
            if (!transmitter.isWritable()) {
                return;
            }
            if (slices == 16) {
                later(this::continueBatch);
                return;
            }
            batch.writeSlice(transmitter.buffer(), transactionStatus, false);
            transmitter.flush();
            if (batch.isWritten()) {
                streaming = null;
                drainWaiting();
                return;
            }
        }
    }

    // ---------------------------------------------------------------- what exchanges ask for

    StatementCache statements() {
        return statements;
    }

    Transmitter transmitter() {
        return transmitter;
    }

    void prepared(PreparedRequest<?> request, Statement statement) {
        preparing = null;
        if (!statement.name().isEmpty()) {
            statements.add(statement);
        }
        if (request.isAbandoned()) {
            request.settle(this);
        } else {
            request.statement(statement);
            send(request);
        }
    }

    void prepareFailed(PreparedRequest<?> request, PgServerException failure) {
        preparing = null;
        request.fail(this, failure);
    }

    boolean canRepeat(PreparedRequest<?> request) {
        return open && !closing && !request.isAbandoned() && transactionStatus == TransactionStatus.IDLE;
    }

    void repeat(PreparedRequest<?> request) {
        if (isBlocked()) {
            waiting.addFirst(request);
        } else {
            begin(request);
        }
    }

    /** The backend's identity, as told at start-up. */
    void identify(BackendKeyData backendKey) {
        key = backendKey;
    }

    /** The start-up exchange comes first, before any request. */
    void startUp(Startup startup) {
        send(startup);
    }

    void established() {
        channelHandler.limits(FrameLimits.session(options.maxMessageSize()));
        serverVersion = ServerVersion.parse(settings.getOrDefault("server_version", "0"));
    }

    // ---------------------------------------------------------------- hearing the server

    void frame(byte type, ByteBuf buf, int start, int length) {
        Exchange head = inFlight.peek();
        switch (type) {
            case MessageType.READY_FOR_QUERY -> readyForQuery(head, buf.getByte(start));
            case MessageType.ERROR_RESPONSE ->
                error(head, ErrorResponse.read(buf.slice(start, length)).fields());
            case MessageType.NOTICE_RESPONSE ->
                notice(NoticeResponse.read(buf.slice(start, length)).fields());
            case MessageType.PARAMETER_STATUS -> parameter(ParameterStatus.read(buf.slice(start, length)));
            case MessageType.NOTIFICATION_RESPONSE -> log.debug("A notification came, but nothing listens here");
            case MessageType.CLOSE_COMPLETE -> {
                if (head == null || head.closesAhead-- <= 0) {
                    throw unexpected(type);
                }
            }
            default -> {
                if (head == null || !head.message(type, buf, start, length)) {
                    throw unexpected(type);
                }
            }
        }
    }

    private static ProtocolViolation unexpected(byte type) {
        return new ProtocolViolation(MessageType.backendName(type) + " came when it must not");
    }

    private void readyForQuery(@Nullable Exchange head, byte status) {
        if (head == null || !head.isComplete()) {
            throw unexpected(MessageType.READY_FOR_QUERY);
        }
        transactionStatus = switch (status) {
            case 'I' -> TransactionStatus.IDLE;
            case 'T' -> TransactionStatus.ACTIVE;
            case 'E' -> TransactionStatus.FAILED;
            default -> throw new ProtocolViolation("ReadyForQuery with an unknown transaction status");
        };
        inFlight.remove();
        Cancellation cancelled = cancellation;
        if (cancelled != null) {
            cancelled.ready(head);
        } else {
            finish(head);
        }
    }

    private void finish(Exchange exchange) {
        exchange.ready(this);
        cancelAbandonedHead();
        drainWaiting();
    }

    private void error(@Nullable Exchange head, Map<Character, String> fields) {
        PgServerException error = ServerReports.error(
                fields,
                head == null ? null : head.sql(),
                head == null ? null : head.place(),
                options.host() + "/" + options.database(),
                key.processId());
        if (error.isFatal()) {
            fatal = error;
            end(error);
        } else if (head == null) {
            throw new ProtocolViolation("an error came while nothing was running");
        } else {
            head.error(error);
            if (head == streaming) {
                later(this::continueBatch);
            }
        }
    }

    private void notice(Map<Character, String> fields) {
        PgNotice notice = ServerReports.notice(fields);
        if (log.isDebugEnabled()) {
            log.debug("{}: {}", notice.severity(), ServerReports.printable(notice.message()));
        }
        try {
            noticeHandler.accept(notice);
        } catch (RuntimeException e) {
            log.error("The notice handler has thrown", e);
        }
    }

    private void parameter(ParameterStatus parameter) {
        if (parameter.name().equals("client_encoding") && !parameter.value().equals("UTF8")) {
            throw new ProtocolViolation("client_encoding was changed; this client speaks UTF8 only");
        }
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(parameter.name(), parameter.value());
        settings = Map.copyOf(changed);
    }

    // ---------------------------------------------------------------- deadlines and cancellation

    /** Fails what is overdue. @return the next deadline */
    private long expire(long nowNanos) {
        long next = Request.NO_DEADLINE;
        List<Request<?>> overdue = new ArrayList<>();
        for (Exchange exchange : inFlight) {
            next = Math.min(next, check(requestOf(exchange), nowNanos, overdue));
        }
        for (Request<?> request : waiting) {
            next = Math.min(next, check(request, nowNanos, overdue));
        }
        overdue.forEach(request -> request.abandon(Deadlines.expired()));
        return next;
    }

    private static long check(@Nullable Request<?> request, long nowNanos, List<Request<?>> overdue) {
        if (request == null || request.isAbandoned() || request.deadlineNanos() == Request.NO_DEADLINE) {
            return Request.NO_DEADLINE;
        }
        if (request.deadlineNanos() - nowNanos <= 0) {
            overdue.add(request);
            return Request.NO_DEADLINE;
        }
        return request.deadlineNanos();
    }

    private static @Nullable Request<?> requestOf(Exchange exchange) {
        return exchange instanceof Request<?> request
                ? request
                : exchange instanceof Prepare prepare ? prepare.request() : null;
    }

    /** A caller has given up; any thread. */
    void abandoned(Request<?> request) {
        onLoop(() -> {
            if (waiting.remove(request)) {
                later(() -> request.settle(this));
            } else {
                cancelAbandonedHead();
                continueBatch();
            }
        });
    }

    /** Cancels what runs if nobody wants it and no other request could be hit. */
    private void cancelAbandonedHead() {
        Exchange head = inFlight.peek();
        if (open && head != null && inFlight.size() == 1 && cancellation == null) {
            Request<?> request = requestOf(head);
            if (request != null && request.isAbandoned()) {
                cancellation = new Cancellation(this, cancelRequester.cancel(context, key));
            }
        }
    }

    /** Both the cancel connection and the exchange are over: nothing can be hit any more. */
    void cancelled(Exchange exchange) {
        cancellation = null;
        finish(exchange);
    }

    @Override
    public Future<Void> cancelRunning() {
        return cancelRequester.cancel(context, key);
    }

    // ---------------------------------------------------------------- the end

    /** The connection is over, for the reason given; null after Terminate. */
    void end(@Nullable PgException reason) {
        if (!open) {
            return;
        }
        open = false;
        endReason = reason;
        deadlines.stop();
        transmitter.close(channelHandler);
        Consumer<@Nullable PgException> handler = endHandler;
        endHandler = null;
        if (handler != null) {
            handler.accept(reason);
        }
        Cancellation cancelled = cancellation;
        Exchange held = cancelled == null ? null : cancelled.stop();
        if (held != null) {
            inFlight.addFirst(held);
        }
        boolean first = true;
        for (Exchange exchange = inFlight.poll(); exchange != null; exchange = inFlight.poll()) {
            exchange.lost(this, first && fatal != null ? fatal : lost(exchange, reason));
            first = false;
        }
        for (Request<?> request = waiting.poll(); request != null; request = waiting.poll()) {
            request.neverSent(this, reason);
        }
    }

    private PgException lost(Exchange exchange, @Nullable PgException reason) {
        boolean sent = transmitter.isFlushed(exchange.sequence);
        String why = reason == null ? "the connection was closed" : String.valueOf(reason.getMessage());
        return new PgConnectionLostException(
                why + "; the statement had " + (sent ? "been sent and may have run" : "not been sent"), sent, reason);
    }

    /** The socket is closed. */
    void socketClosed(@Nullable Throwable cause) {
        end(
                closing && inFlight.isEmpty()
                        ? null
                        : new PgConnectionLostException("the server closed the connection", true, cause));
        ended.tryComplete();
    }

    /** The server or this client has broken the protocol. */
    void broken(Throwable cause) {
        end(
                cause instanceof PgException known
                        ? known
                        : new PgProtocolException(
                                cause instanceof ProtocolViolation
                                        ? "protocol violation by " + options.host() + ": " + cause.getMessage()
                                        : "the answer of " + options.host() + " could not be handled",
                                cause));
    }

    private void closeIfDrained() {
        if (closing && open && inFlight.isEmpty() && waiting.isEmpty() && !isBlocked()) {
            new Terminate().write(transmitter.buffer());
            transmitter.flush();
            end(null);
        }
    }

    @Override
    public Future<Void> close() {
        onLoop(() -> {
            closing = true;
            closeIfDrained();
        });
        return ended.future();
    }

    @Override
    public void abort(PgException reason) {
        onLoop(() -> end(reason));
    }

    @Override
    public void onEnd(Consumer<@Nullable PgException> handler) {
        onLoop(() -> {
            if (open) {
                endHandler = handler;
            } else {
                handler.accept(endReason);
            }
        });
    }

    // ---------------------------------------------------------------- what it is

    @Override
    public ContextInternal context() {
        return context;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public TransactionStatus transactionStatus() {
        return transactionStatus;
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public ServerVersion serverVersion() {
        return serverVersion;
    }

    @Override
    public int processId() {
        return key.processId();
    }

    @Override
    public StatementCacheFigures statementCacheFigures() {
        return statements.figures();
    }

    @Override
    public String toString() {
        return "PgSession{" + options.host() + ":" + options.port() + "/" + options.database() + ", backend "
                + key.processId() + (open ? "" : ", ended") + "}";
    }
}
