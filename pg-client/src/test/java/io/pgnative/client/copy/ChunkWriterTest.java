package io.pgnative.client.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class ChunkWriterTest {

    private final Recorded writer = new Recorded();

    @Test
    void isDoneOnlyWhenTheLastPieceIsWritten() {
        writer.onNext(ByteBuffer.allocate(1));
        writer.onComplete();
        assertThat(writer.calls).containsExactly("write");
        writer.write.complete();
        assertThat(writer.calls).containsExactly("write", "finish true");
        assertThat(writer.written().succeeded()).isTrue();
    }

    @Test
    void failsWhenTheLastPieceCouldNotBeWrittenThoughTheEndWasTold() {
        writer.onNext(ByteBuffer.allocate(1));
        writer.onComplete();
        writer.write.fail(new IOException("no space"));
        assertThat(writer.calls).containsExactly("write", "cancel", "finish false");
        assertThat(writer.written().cause()).hasMessage("no space");
    }

    @Test
    void letsAPieceBeWrittenBeforeItClosesWhatWasGivenUp() {
        writer.onNext(ByteBuffer.allocate(1));
        writer.onError(new IOException("lost"));
        assertThat(writer.calls).containsExactly("write");
        assertThat(writer.written().cause()).hasMessage("lost");
        writer.write.complete();
        assertThat(writer.calls).containsExactly("write", "finish false");
    }

    private static final class Recorded extends ChunkWriter {

        private final List<String> calls = new ArrayList<>();
        private final Promise<Void> write = Promise.promise();

        private Recorded() {
            onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {
                    calls.add("cancel");
                }
            });
        }

        @Override
        Future<Void> write(ByteBuffer piece) {
            calls.add("write");
            return write.future();
        }

        @Override
        Future<Void> finish(boolean isComplete) {
            calls.add("finish " + isComplete);
            return Future.succeededFuture();
        }
    }
}
