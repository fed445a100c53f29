package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgDataException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.result.RowBuffer;
import io.pgnative.client.wire.FrameLimits;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.NoticeResponse;
import io.pgnative.client.wire.backend.NotificationResponse;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.frontend.Close;
import io.pgnative.client.wire.frontend.Terminate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The queue of exchanges of one connection, and what belongs to the whole of it. Everything but the methods of
 * {@link Session} runs on the event loop.
 *
 * <p>Requests are written as they come, without waiting for the answers of earlier ones. They wait only while the
 * statement of an earlier one is being prepared, while a batch is being written, and while a cancel request is under
 * way, since that must not hit them.
 */
final class PgSession extends SessionFacts {

    private final CancelRequester cancelRequester;
    private final Transmitter transmitter;
    private final PgChannelHandler channelHandler;
    private final Deque<Exchange> inFlight = new ArrayDeque<>();
    private final Deque<Request<?>> waiting = new ArrayDeque<>();
    private final Gathering gathering;
    final Deadlines deadlines;
    private final AnswerClock clock = new AnswerClock();
    private final Promise<Void> ended = Promise.promise();

    /** In flight, and nothing may follow before it has ended. */
    private @Nullable Exchange alone;

    /** Being written in parts: nothing else may be written before its last one. */
    private @Nullable Exchange streaming;

    private @Nullable Cancellation cancellation;

    private final HeldUp heldUp = new HeldUp(this, inFlight);

    /** While an exchange writes, which runs code of the user, such as iterators and encoders. */
    private boolean writing;

    private boolean closing;
    private @Nullable PgException endReason;
    private @Nullable Consumer<@Nullable PgException> endHandler;

    private volatile boolean open = true;

    PgSession(
            ContextInternal context,
            PgHost host,
            PgOptions options,
            Consumer<PgNotice> noticeHandler,
            QueryLog queryLog,
            CancelRequester cancelRequester,
            StatementDescriptions descriptions,
            PgChannelHandler channelHandler,
            ChannelHandlerContext channel) {
        super(context, host, options, descriptions, noticeHandler, queryLog);
        this.cancelRequester = cancelRequester;
        this.channelHandler = channelHandler;
        this.transmitter = new Transmitter(channel, traffic);
        this.gathering = new Gathering(new RowBuffer(), options.limits());
        this.deadlines = new Deadlines(context.nettyEventLoop(), inFlight, waiting);
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

    void onLoop(Runnable task) {
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
                if (!waiting.isEmpty()) {
                    drainWaiting();
                }
            }
        }
    }

    /** Ends a request in a turn of its own: its owner may at once submit the next one, which may end the same way. */
    private void later(Runnable task) {
        context.nettyEventLoop().execute(task);
    }

    private boolean isBlocked() {
        return alone != null || streaming != null || cancellation != null || writing;
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
        if (!request.endsAtOnce(this)) {
            send(request instanceof PreparedRequest<?> prepared ? preparer.begin(prepared) : request);
        }
    }

    /** Writes an exchange; one that cannot be written fails, or has another one sent in its place. */
    void send(Exchange exchange) {
        exchange.gatherIn(gathering);
        BeginAhead ahead = null;
        String begin = transaction.toBegin(exchange);
        if (begin != null) {
            if (!exchange.takesBegin()) {
                transaction.sent();
                send(new BeginFirst(begin, (Request<?>) exchange));
                return;
            }
            ahead = new BeginAhead(begin);
        }
        ByteBuf out = transmitter.buffer();
        int mark = out.writerIndex();
        List<Close> closes = statements.writeCloses(out);
        writing = true;
        Throwable refused = null;
        try {
            if (ahead != null) {
                ahead.write(out);
            }
            exchange.write(out);
        } catch (RuntimeException | Error e) {
            // Half a message must not stay in the buffer, not even when memory or stack were exhausted.
            out.writerIndex(mark);
            closes.forEach(statements::closeLater);
            refused = e;
        } finally {
            writing = false;
        }
        if (refused != null) {
            notWritten(exchange, refused);
            return;
        }
        if (!open) {
            later(() -> exchange.lost(this, Failures.endedWhileWriting(endReason)));
            return;
        }
        if (ahead != null) {
            exchange.beginAhead = ahead;
            transaction.sent();
        }
        // What follows a BEGIN waits for it: it must not run if the transaction does not begin.
        if (ahead != null || exchange.isAlone()) {
            alone = exchange;
        }
        exchange.closesAhead = closes.size();
        clock.sent(exchange, System.nanoTime());
        boolean first = inFlight.isEmpty();
        inFlight.add(exchange);
        transmitter.written(first);
        preparer.sent(exchange);
        if (!exchange.isWritten()) {
            streaming = exchange;
            transmitter.flush();
            continueWriting();
        }
    }

    private void notWritten(Exchange exchange, Throwable cause) {
        Exchange instead = cause instanceof PgDataException ? exchange.instead() : null;
        if (instead != null) {
            send(instead);
            return;
        }
        later(() -> exchange.lost(this, Failures.notWritten(cause)));
    }

    /**
     * Writes what the socket takes of an exchange that is written in parts; called again when it takes more, when the
     * exchange has more, and when the server has refused something. All but the first part waits for what is ahead,
     * since an exchange that fails has to know the transaction status.
     */
    void continueWriting() {
        Exchange exchange = streaming;
        for (int parts = 0; exchange != null && exchange == inFlight.peek() && !writing; parts++) {
            if (!open || !transmitter.isWritable()) {
                return;
            }
            if (parts == 16) {
                later(this::continueWriting);
                return;
            }
            boolean hasMore;
            // During the flush, too, which comes back here when it makes the socket writable again.
            writing = true;
            try {
                hasMore = exchange.writeMore(transmitter.buffer(), transaction.status());
                transmitter.flush();
            } finally {
                writing = false;
            }
            if (exchange.isWritten()) {
                streaming = null;
                drainWaiting();
                return;
            }
            if (!hasMore) {
                return;
            }
        }
    }

    // ---------------------------------------------------------------- what exchanges ask for

    Transmitter transmitter() {
        return transmitter;
    }

    /** The server has been asked for the statement of a request. */
    void prepared(PreparedRequest<?> request, ParseAhead parse) {
        Exchange lookup = preparer.lookup(request, parse);
        if (lookup == null) {
            described(request, parse);
        } else {
            send(lookup);
        }
    }

    /** The server has been asked for the types of a statement, too. */
    void described(PreparedRequest<?> request, ParseAhead parse) {
        preparer.prepared(request, parse);
        request.described(this);
    }

    boolean canRepeat(PreparedRequest<?> request) {
        return open && !closing && !request.isAbandoned() && transaction.status() == TransactionStatus.IDLE;
    }

    void repeat(PreparedRequest<?> request) {
        if (isBlocked()) {
            waiting.addFirst(request);
        } else {
            begin(request);
        }
    }

    void established() {
        channelHandler.limits(FrameLimits.session(options.maxMessageSize()));
        parameters.readVersion();
    }

    // ---------------------------------------------------------------- hearing the server

    void frame(byte type, ByteBuf buf, int start, int length) {
        Exchange head = asked();
        switch (type) {
            case MessageType.READY_FOR_QUERY -> readyForQuery(head, buf.getByte(start));
            case MessageType.ERROR_RESPONSE ->
                error(head, ErrorResponse.read(buf.slice(start, length)).fields());
            case MessageType.NOTICE_RESPONSE ->
                events.notice(NoticeResponse.read(buf.slice(start, length)).fields(), head);
            case MessageType.PARAMETER_STATUS -> {
                if (head != null && !head.takesParameters()) {
                    throw ServerReports.unexpected(type);
                }
                parameters.changed(ParameterStatus.read(buf.slice(start, length)));
            }
            case MessageType.COPY_IN_RESPONSE,
                    MessageType.COPY_OUT_RESPONSE,
                    MessageType.COPY_DATA,
                    MessageType.COPY_DONE -> {
                if (head == null
                        || head.closesAhead > 0
                        || !head.copy(type, buf, start, length, transmitter.buffer())) {
                    throw ServerReports.unexpected(type);
                }
                if (head == streaming) {
                    later(this::continueWriting);
                }
            }
            case MessageType.NOTIFICATION_RESPONSE ->
                events.notification(NotificationResponse.read(buf.slice(start, length)));
            case MessageType.CLOSE_COMPLETE -> {
                if (head == null || head.closesAhead-- <= 0) {
                    throw ServerReports.unexpected(type);
                }
            }
            default -> {
                if (head == null || head.closesAhead > 0 || !head.answer(type, buf, start, length)) {
                    throw ServerReports.unexpected(type);
                }
            }
        }
    }

    /** See {@link io.pgnative.client.wire.FrameReader.FrameHandler#rows}. */
    int rows(ByteBuf buf, int start, int length) {
        Exchange head = asked();
        return head != null && head.closesAhead == 0 ? head.rows(buf, start, length) : 0;
    }

    /** What the server can be answering: not what is written in this turn, which it has not seen. */
    private @Nullable Exchange asked() {
        return transmitter.isFlushed(transmitter.lastWritten() - inFlight.size() + 1) ? inFlight.peek() : null;
    }

    private void readyForQuery(@Nullable Exchange head, byte status) {
        if (head == null || !head.isComplete()) {
            throw ServerReports.unexpected(MessageType.READY_FOR_QUERY);
        }
        transaction.ready(head, status);
        clock.answered(head, transaction.status() == TransactionStatus.IDLE, System.nanoTime());
        inFlight.remove();
        Cancellation cancelled = cancellation;
        if (cancelled != null) {
            cancelled.ready(head);
        } else {
            finish(head);
        }
    }

    private void finish(Exchange exchange) {
        if (exchange == alone) {
            alone = null;
        }
        if (exchange.changesSession()) {
            isChanged = true;
        }
        if (exchange == streaming) {
            streaming = null;
        }
        try {
            exchange.ready(this);
        } catch (RuntimeException | Error e) {
            // Its future must end, too: with the others, when the connection is closed.
            inFlight.addFirst(exchange);
            throw e;
        }
        events.ready(transaction.status());
        cancelAbandonedHead();
        continueWriting();
        drainWaiting();
    }

    private void error(@Nullable Exchange head, Map<Character, String> fields) {
        PgServerException error = ServerReports.error(
                head == null ? fields : head.reported(fields),
                head == null ? null : head.running(),
                head == null ? null : head.place(),
                host + "/" + options.database(),
                key.processId());
        if (error.isFatal()) {
            end(error);
        } else if (head == null) {
            throw new ProtocolViolation("an error came while nothing was running");
        } else {
            judge(error);
            head.error(error);
            if (head == streaming) {
                later(this::continueWriting);
            }
        }
    }

    // ---------------------------------------------------------------- deadlines and cancellation

    /** A caller has given up; any thread. */
    void abandoned(Request<?> request) {
        onLoop(() -> {
            if (waiting.remove(request)) {
                later(() -> request.settle(this));
            } else {
                clock.givenUp();
                request.givenUp(this);
                cancelAbandonedHead();
                continueWriting();
            }
        });
    }

    @Override
    public void endStreams(PgException reason) {
        onLoop(() -> Stream.concat(inFlight.stream(), waiting.stream()).toList().forEach(exchange -> {
            if (exchange.request() instanceof StreamQuery stream) {
                stream.end(reason);
            }
        }));
    }

    /** Cancels what runs if nobody wants it and neither a request that somebody wants nor a COMMIT could be hit. */
    private void cancelAbandonedHead() {
        Exchange head = inFlight.peek();
        boolean isInVain = open && cancellation == null && head != null && head.isGivenUp();
        if (head != null && isInVain && !inFlight.stream().allMatch(each -> each.isGivenUp() && !each.isCommit())) {
            heldUp.watch(head);
            return;
        }
        heldUp.stop();
        if (isInVain) {
            cancellation = new Cancellation(this, cancelRequester.of(context, key));
            cancellation.begin();
        }
    }

    /** Both the cancel connection and these exchanges are over: nothing else can be hit any more. */
    void cancelled(Deque<Exchange> over) {
        cancellation = null;
        over.forEach(this::finish);
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
        heldUp.stop();
        transmitter.close(channelHandler);
        Consumer<@Nullable PgException> handler = endHandler;
        endHandler = null;
        if (handler != null) {
            ServerReports.tellEnd(handler, reason);
        }
        events.ended(reason);
        Cancellation cancelled = cancellation;
        if (cancelled != null) {
            cancelled.stop().descendingIterator().forEachRemaining(inFlight::addFirst);
        }
        Exchange head = inFlight.peek();
        long number = transmitter.lastWritten() - inFlight.size();
        for (Exchange exchange = inFlight.poll(); exchange != null; exchange = inFlight.poll()) {
            boolean sent = transmitter.isFlushed(++number);
            exchange.lost(this, ServerReports.lost(exchange, exchange == head, sent, reason));
        }
        for (Request<?> request = waiting.poll(); request != null; request = waiting.poll()) {
            request.neverSent(this, reason);
        }
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
        end(ServerReports.broken(cause, host));
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
    public boolean isOpen() {
        return open;
    }

    @Override
    public Future<View> view() {
        Promise<View> seen = Promise.promise();
        try {
            onLoop(() -> seen.complete(SessionViews.of(this, transmitter, inFlight, waiting.size())));
        } catch (RejectedExecutionException closed) {
            seen.fail(closed);
        }
        return seen.future();
    }

    @Override
    public void clearStatements() {
        onLoop(statements::dropAll);
    }

    @Override
    public boolean isPrompt(long nowNanos) {
        return open
                && !closing
                && !isChanged
                && waiting.isEmpty()
                && !isBlocked()
                && clock.isPrompt(inFlight.peek(), nowNanos);
    }

    @Override
    public String toString() {
        return super.toString() + (open ? "" : ", ended");
    }
}
