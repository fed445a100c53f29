package io.pgnative.client.copy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** A stream of Vert.x as a publisher; for one subscriber. The stream is paused until there is one, and afterwards. */
final class ReadStreamPublisher implements Flow.Publisher<ByteBuffer> {

    private final ReadStream<Buffer> stream;
    private final Executor callers;

    ReadStreamPublisher(ReadStream<Buffer> stream, Executor callers) {
        this.stream = stream;
        this.callers = callers;
        stream.pause();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        stream.exceptionHandler(subscriber::onError);
        stream.endHandler(end -> subscriber.onComplete());
        stream.handler(buffer -> subscriber.onNext(ByteBuffer.wrap(buffer.getBytes())));
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                callers.execute(() -> stream.fetch(n));
            }

            @Override
            public void cancel() {
                callers.execute(ReadStreamPublisher.this::leave);
            }
        });
    }

    private void leave() {
        stream.pause();
        stream.exceptionHandler(null);
        stream.endHandler(null);
        stream.handler(null);
    }
}
