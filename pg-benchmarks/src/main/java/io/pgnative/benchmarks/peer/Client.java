package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Link;
import io.pgnative.benchmarks.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The clients, each with a style of callers, and what is set for each besides its defaults. */
public enum Client {
    /** Ours. */
    PGNATIVE("pgnative", "defaults; callers on event loops", Role.OURS) {
        @Override
        public Peer open(PeerOptions options) {
            return new PgNativePeer(options);
        }
    },

    /** Ours, called by Reactor chains. */
    PGNATIVE_REACTIVE("pgnative, reactive", "defaults; callers are Reactor chains", Role.OURS) {
        @Override
        public Peer open(PeerOptions options) {
            return new PgNativeReactivePeer(options);
        }
    },

    /** Ours, called on platform threads. */
    PGNATIVE_THREADS("pgnative, threads", "defaults; callers are platform threads", Role.OURS) {
        @Override
        public Peer open(PeerOptions options) {
            return new PgNativeBlockingPeer(options, ThreadCallers.PLATFORM);
        }
    },

    /** Ours, called on virtual threads. */
    PGNATIVE_VIRTUAL("pgnative, virtual threads", "defaults; callers are virtual threads", Role.OURS) {
        @Override
        public Peer open(PeerOptions options) {
            return new PgNativeBlockingPeer(options, ThreadCallers.VIRTUAL);
        }
    },

    /** Ours, with its meters read. */
    PGNATIVE_METRICS(
            "pgnative, metrics",
            "as pgnative, with `PgPoolMetrics` and `PgQueryMetrics` bound, and read each second",
            Role.OURS) {
        @Override
        public Peer open(PeerOptions options) {
            return new PgNativeMeteredPeer(options);
        }
    },

    /** The pool of vertx-pg-client: one statement at a time on a connection. */
    VERTX_POOLED("vertx-pg-client pooled", "`PgBuilder.pool()`, statement cache on (256)", Role.PEER) {
        @Override
        public Peer open(PeerOptions options) {
            return VertxPgClientPeer.pooled(options);
        }
    },

    /** The pipelined client of vertx-pg-client. */
    VERTX_PIPELINED(
            "vertx-pg-client pipelined",
            "`PgBuilder.client()`, statement cache on (256), pipelining limit 256",
            Role.PEER) {
        @Override
        public Peer open(PeerOptions options) {
            return VertxPgClientPeer.pipelined(options);
        }
    },

    /** pgjdbc with HikariCP. */
    PGJDBC(
            "pgjdbc + HikariCP",
            "server-prepared statements (default threshold), `reWriteBatchedInserts=true`",
            Role.PEER) {
        @Override
        public Peer open(PeerOptions options) {
            return new PgJdbcPeer(options, ThreadCallers.PLATFORM);
        }
    },

    /** pgjdbc with HikariCP, called on virtual threads. */
    PGJDBC_VIRTUAL("pgjdbc + HikariCP, virtual threads", "as pgjdbc + HikariCP", Role.PEER) {
        @Override
        public Peer open(PeerOptions options) {
            return new PgJdbcPeer(options, ThreadCallers.VIRTUAL);
        }
    },

    /** r2dbc-postgresql with r2dbc-pool. */
    R2DBC("r2dbc-postgresql + r2dbc-pool", "`forceBinary=true`, statement cache of 256", Role.PEER) {
        @Override
        public Peer open(PeerOptions options) {
            return new R2dbcPeer(options);
        }
    },

    /** asyncpg, in a process of Python. */
    ASYNCPG("asyncpg", "statement cache of 256, no reset of returned connections, uvloop if it is there", Role.PEER) {
        @Override
        public Peer open(PeerOptions options) {
            throw new UnsupportedOperationException("asyncpg runs in Python, see Asyncpg");
        }
    },

    /** No client: what none can do without. */
    FLOOR("floor", "prebuilt messages, nothing decoded, on Netty", Role.FLOOR) {
        @Override
        public Peer open(PeerOptions options) {
            return new FloorPeer(options);
        }
    };

    /** What a client is compared as. */
    public enum Role {
        /** A style of ours: compared with the best peer. */
        OURS,
        /** Another client. */
        PEER,
        /** What nothing can be better than; never the best of the peers. */
        FLOOR
    }

    /** The clients that are measured unless others are named. */
    public static final List<Client> DEFAULTS =
            List.of(PGNATIVE, VERTX_POOLED, VERTX_PIPELINED, PGJDBC, R2DBC, ASYNCPG, FLOOR);

    private final String title;
    private final String settings;
    private final Role role;

    Client(String title, String settings, Role role) {
        this.title = title;
        this.settings = settings;
        this.role = role;
    }

    /**
     * Connects.
     *
     * @param options what all clients are given
     * @return the client, ready for callers
     */
    public abstract Peer open(PeerOptions options);

    /**
     * Why this client cannot run a workload.
     *
     * @param workload what
     * @param link how the server is reached
     * @param javaFeature the feature release of the process's Java
     * @return the reason, or nothing if it can
     */
    public Optional<String> skipped(Workload workload, Link link, int javaFeature) {
        if ((this == PGNATIVE_VIRTUAL || this == PGJDBC_VIRTUAL) && javaFeature < 21) {
            return Optional.of("virtual threads need Java 21 or later, this is " + javaFeature + ": use --java");
        }
        if (this == VERTX_PIPELINED && workload.isTransaction()) {
            return Optional.of("`SqlClient` has no transactions");
        }
        if (link == Link.UNIX && (this == PGJDBC || this == PGJDBC_VIRTUAL)) {
            return Optional.of("it has no Unix-domain sockets of its own");
        }
        if (link == Link.TLS && this == FLOOR) {
            return Optional.of("the floor is known without TLS");
        }
        if (workload.isCopy() && !hasCopy()) {
            return Optional.of("it has no COPY");
        }
        if (this == ASYNCPG && workload == Workload.COPY_OUT) {
            return Optional.of("its COPY gives bytes, not rows: see `copy-out-bytes`");
        }
        if (this == ASYNCPG && Asyncpg.version().isEmpty()) {
            return Optional.of("`python3 -c 'import asyncpg'` fails");
        }
        if (this == FLOOR && !FloorPeer.supports(workload)) {
            return Optional.of("the floor is known for plain reads only");
        }
        return Optional.empty();
    }

    private boolean hasCopy() {
        return switch (this) {
            case VERTX_POOLED, VERTX_PIPELINED, R2DBC, FLOOR -> false;
            default -> true;
        };
    }

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
     * What it is compared as.
     *
     * @return the role
     */
    public Role role() {
        return role;
    }

    /**
     * Whether it must run on the Vert.x version it was built for.
     *
     * @return true if the class path must hold that version in place of ours
     */
    public boolean ownVertx() {
        return this == VERTX_POOLED || this == VERTX_PIPELINED;
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
