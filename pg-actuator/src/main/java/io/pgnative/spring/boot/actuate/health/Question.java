package io.pgnative.spring.boot.actuate.health;

import io.pgnative.client.PgClient;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a server is asked; done when it has answered.
 *
 * @param <T> type of the answer
 */
abstract class Question<T extends @Nullable Object> extends CompletableFuture<T> {

    /** Puts it to the server. */
    abstract Future<T> putTo(PgClient client);
}
