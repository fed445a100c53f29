package io.pgnative.client.face;

import io.pgnative.client.ReactivePgLargeObjects;
import io.pgnative.client.copy.ChunkedWrite;
import io.vertx.core.internal.ContextInternal;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Large objects, for the Reactor face.
 *
 * @param objects what they are
 */
record ReactiveLargeObjects(LargeObjects objects) implements ReactivePgLargeObjects {

    @Override
    public Mono<Long> create() {
        return ReactiveVerbs.mono(objects.verbs(), () -> objects.create(Contexts.ofCaller()));
    }

    @Override
    public Mono<Long> write(long oid, long position, Publisher<? extends ByteBuffer> bytes) {
        LargeObjects.checkWrite(oid, position);
        Objects.requireNonNull(bytes, "bytes must not be null");
        Flow.Publisher<? extends ByteBuffer> publisher = JdkFlowAdapter.publisherToFlowPublisher(Flux.from(bytes));
        return Mono.create(sink -> {
            ContextInternal context = Contexts.ofCaller();
            ChunkedWrite write = objects.write(Contexts.promise(context), context, oid, position, publisher);
            write.future().onComplete((written, failure) -> {
                if (failure == null) {
                    sink.success(written);
                } else {
                    sink.error(failure);
                }
            });
            sink.onCancel(() -> write.abandon(ReactiveVerbs.cancelled()));
        });
    }

    @Override
    public Flux<ByteBuffer> read(long oid) {
        return read(oid, 0, Long.MAX_VALUE);
    }

    @Override
    public Flux<ByteBuffer> read(long oid, long position, long length) {
        return ReactiveVerbs.flux(
                objects.verbs(), RowPublisher.of(ByteBuffer.class, objects.read(oid, position, length), false));
    }

    @Override
    public Mono<Long> size(long oid) {
        LargeObjects.checkOid(oid);
        return ReactiveVerbs.mono(objects.verbs(), () -> objects.size(Contexts.ofCaller(), oid));
    }

    @Override
    public Mono<Void> truncate(long oid, long length) {
        LargeObjects.checkTruncate(oid, length);
        return ReactiveVerbs.mono(objects.verbs(), () -> objects.truncate(Contexts.ofCaller(), oid, length))
                .then();
    }

    @Override
    public Mono<Void> delete(long oid) {
        LargeObjects.checkOid(oid);
        return ReactiveVerbs.mono(objects.verbs(), () -> objects.delete(Contexts.ofCaller(), oid))
                .then();
    }
}
