package io.pgnative.client.face;

import io.pgnative.client.PgClient;
import io.vertx.core.Vertx;

/** Uses a client where Reactor cannot be loaded; asks for the blocking face, which must work, and for the other. */
public final class WithoutReactor implements Runnable {

    @Override
    public void run() {
        Vertx vertx = Vertx.vertx();
        try {
            PgClient client = PgClient.builder(vertx)
                    .host("localhost")
                    .user("nobody")
                    .database("none")
                    .build();
            client.blocking().sql("select 1");
            client.reactive();
        } finally {
            vertx.close();
        }
    }
}
