package io.pgnative.spring.boot.web;

import io.pgnative.spring.boot.web.JsonArrayReturnValueHandler.End;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Writes elements as they come, on threads of an executor, and demands others when those are written. No thread is held
 * while there is nothing to write.
 */
final class JsonArrayWriter implements Subscriber<Object>, Runnable {

    /** Elements that are demanded ahead. */
    private static final int AHEAD = 128;

    private enum State {
        GATHERING,
        SENDING,
        OVER
    }

    private final JsonArrayBody body;
    private final Executor executor;
    private final DeferredResult<Object> result;
    private final Queue<Object> elements = new ConcurrentLinkedQueue<>();
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicReference<State> state = new AtomicReference<>(State.GATHERING);
    private volatile @Nullable Subscription subscription;
    private volatile boolean isEnded;
    /** Written before {@link #isEnded}. */
    private @Nullable Throwable failure;
    /** Used by {@link #run} alone. */
    private int taken;

    JsonArrayWriter(JsonArrayBody body, Executor executor, DeferredResult<Object> result) {
        this.body = body;
        this.executor = executor;
        this.result = result;
        result.onTimeout(this::timedOut);
        result.onCompletion(this::stop);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (state.get() == State.OVER) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(Object element) {
        elements.add(element);
        signal();
    }

    @Override
    public void onError(Throwable reason) {
        failure = reason;
        isEnded = true;
        signal();
    }

    @Override
    public void onComplete() {
        isEnded = true;
        signal();
    }

    private void signal() {
        if (signals.getAndIncrement() == 0) {
            try {
                executor.execute(this);
            } catch (RejectedExecutionException rejected) {
                // Nobody runs nor will, as the signal is not taken back.
                fail(rejected);
            }
        }
    }

    @Override
    public void run() {
        int seen = signals.get();
        do {
            try {
                writeAll();
            } catch (GoneException gone) {
                // The server finds out as well, and ends the request.
                stop();
            } catch (IOException | RuntimeException | Error failed) {
                fail(failed);
            }
            seen = signals.addAndGet(-seen);
        } while (seen != 0);
    }

    private void writeAll() throws IOException {
        while (state.get() != State.OVER) {
            boolean isLast = isEnded;
            Object element = elements.poll();
            if (element == null) {
                if (isLast) {
                    end();
                }
                return;
            }
            body.add(element);
            if (body.isWorthSending() && !send()) {
                return;
            }
            taken++;
            Subscription from = subscription;
            if (taken == AHEAD / 2 && from != null) {
                taken = 0;
                from.request(AHEAD / 2);
            }
        }
        elements.clear();
    }

    private void end() throws IOException {
        Throwable reason = failure;
        if (reason != null) {
            fail(reason);
            return;
        }
        body.end();
        if (send() && state.compareAndSet(State.SENDING, State.OVER)) {
            result.setResult(new End(null));
        }
    }

    /** Sends unless the request is over. */
    private boolean send() throws GoneException {
        state.compareAndSet(State.GATHERING, State.SENDING);
        if (state.get() != State.SENDING) {
            return false;
        }
        try {
            body.send();
            return true;
        } catch (IOException broken) {
            throw new GoneException(broken);
        }
    }

    private void fail(Throwable reason) {
        State before = stop();
        if (before == State.SENDING && body.isCommitted()) {
            result.setResult(new End(reason));
        } else if (before != State.OVER) {
            result.setErrorResult(reason);
        }
    }

    private void timedOut() {
        if (stop() == State.SENDING) {
            result.setResult(new End(new AsyncRequestTimeoutException()));
        }
    }

    /** Ends it, unless it is over already, and says what it was. */
    private State stop() {
        State before = state.getAndSet(State.OVER);
        Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
        return before;
    }

    /** Nobody reads any more. */
    private static final class GoneException extends IOException {

        private static final long serialVersionUID = 1L;

        GoneException(IOException cause) {
            super(cause);
        }
    }
}
