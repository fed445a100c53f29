package io.pgnative.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The server all clients talk to: a given one, or an embedded one that lives as long as this object. */
final class Server implements AutoCloseable {

    private final ServerAddress address;
    private final @Nullable EmbeddedPostgres embedded;

    private Server(ServerAddress address, @Nullable EmbeddedPostgres embedded) {
        this.address = address;
        this.embedded = embedded;
    }

    static Server given(ServerAddress address) {
        return new Server(address, null);
    }

    /**
     * Starts a server. It does not wait for the disk: {@code fsync} and {@code synchronous_commit} are off.
     *
     * @return a running server
     * @throws IOException if it does not start
     */
    static Server embedded() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        return new Server(new ServerAddress("127.0.0.1", postgres.getPort(), "postgres", "postgres", ""), postgres);
    }

    ServerAddress address() {
        return address;
    }

    boolean isEmbedded() {
        return embedded != null;
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
    }
}
