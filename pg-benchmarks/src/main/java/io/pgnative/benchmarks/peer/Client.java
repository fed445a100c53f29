package io.pgnative.benchmarks.peer;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The clients, and what is set for each besides its defaults. */
public enum Client {
    /** Ours. */
    PGNATIVE("pgnative", "defaults", false) {
        @Override
        public Peer open(PeerOptions options) {
            return new PgNativePeer(options);
        }
    },

    /** The pool of vertx-pg-client: one statement at a time on a connection. */
    VERTX_POOLED("vertx-pg-client pooled", "`PgBuilder.pool()`, statement cache on (256)", true) {
        @Override
        public Peer open(PeerOptions options) {
            return VertxPgClientPeer.pooled(options);
        }
    },

    /** The pipelined client of vertx-pg-client. */
    VERTX_PIPELINED(
            "vertx-pg-client pipelined", "`PgBuilder.client()`, statement cache on (256), pipelining limit 256", true) {
        @Override
        public Peer open(PeerOptions options) {
            return VertxPgClientPeer.pipelined(options);
        }
    },

    /** pgjdbc with HikariCP. */
    PGJDBC("pgjdbc + HikariCP", "server-prepared statements (default threshold), `reWriteBatchedInserts=true`", false) {
        @Override
        public Peer open(PeerOptions options) {
            return new PgJdbcPeer(options);
        }
    },

    /** r2dbc-postgresql with r2dbc-pool. */
    R2DBC("r2dbc-postgresql + r2dbc-pool", "`forceBinary=true`, unbounded statement cache (default)", false) {
        @Override
        public Peer open(PeerOptions options) {
            return new R2dbcPeer(options);
        }
    };

    private final String title;
    private final String settings;
    private final boolean ownVertx;

    Client(String title, String settings, boolean ownVertx) {
        this.title = title;
        this.settings = settings;
        this.ownVertx = ownVertx;
    }

    /**
     * Connects.
     *
     * @param options what all clients are given
     * @return the client, ready for callers
     */
    public abstract Peer open(PeerOptions options);

    /**
     * The name on the command line.
     *
     * @return in lower case, with hyphens
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The name in reports.
     *
     * @return its projects' names
     */
    public String title() {
        return title;
    }

    /**
     * What is set besides the pool's size.
     *
     * @return a line of Markdown
     */
    public String settings() {
        return settings;
    }

    /**
     * Whether it must run on the Vert.x version it was built for.
     *
     * @return true if the class path must hold that version in place of ours
     */
    public boolean ownVertx() {
        return ownVertx;
    }

    /**
     * Finds one by its name.
     *
     * @param id the name
     * @return the client
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Client of(String id) {
        return Arrays.stream(values())
                .filter(client -> client.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no client \"" + id + "\"; there are "
                        + Arrays.stream(values()).map(Client::id).collect(Collectors.joining(", "))));
    }
}
