package io.pgnative.spring.boot.actuate.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.pgnative.client.PgCancelledException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.QueryEnd;
import io.pgnative.client.QueryEvent.Operation;
import io.pgnative.client.QueryStart;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of a client, for observations: the client side of a request to the database. Nothing is sent along with the
 * call, so that the carrier of this is null.
 */
public final class PgQueryContext extends SenderContext<Object> {

    private final Operation operation;
    private final String summary;
    private final String queryText;
    private final @Nullable String table;
    private final List<String> parameters;
    private final PgOptions options;
    private final long startNanos = System.nanoTime();
    private volatile long waitNanos = -1;
    private volatile @Nullable QueryEnd end;

    /**
     * Makes one.
     *
     * @param start the call
     * @param text what is told of its statement
     * @param parameters the texts of its arguments; empty unless they are to be told
     */
    PgQueryContext(QueryStart start, QueryTexts.QueryText text, List<String> parameters) {
        super((carrier, key, value) -> {}, Kind.CLIENT);
        this.operation = start.operation();
        this.summary = operation == Operation.BATCH ? "BATCH " + text.summary() : text.summary();
        this.queryText = text.redacted();
        // It is the value of a tag, too, and there are as many tables as there are summaries that name them.
        this.table = text.isCut() ? null : start.table();
        this.parameters = List.copyOf(parameters);
        this.options = start.options();
        PgHost host = options.hosts().get(0);
        setRemoteServiceName("postgresql/" + options.database());
        if (!host.isUnixSocket()) {
            setRemoteServiceAddress("postgresql://" + uriName(host.name()) + ":" + host.port());
        }
    }

    private static String uriName(String name) {
        return name.indexOf(':') < 0 ? name : "[" + name + "]";
    }

    /**
     * What the call is.
     *
     * @return a query, a script, a batch, ...
     */
    public Operation getOperation() {
        return operation;
    }

    /**
     * What the statement does and to which tables, such as {@code SELECT orders}; read from its text. Of limited
     * variety, so that it can be the value of a tag.
     *
     * @return at most 255 characters, {@code postgresql} when nothing is known
     */
    public String getSummary() {
        return summary;
    }

    /**
     * The statement, with {@code ?} for each string and number in it, and without comments.
     *
     * @return its first 10,000 characters
     */
    public String getQueryText() {
        return queryText;
    }

    /**
     * The table of a COPY. Of limited variety, as the summary.
     *
     * @return null for anything else, and where the summary does not tell the table any more
     */
    public @Nullable String getTable() {
        return table;
    }

    /**
     * The texts of the arguments, the first of which is that of {@code $1}.
     *
     * @return empty unless {@code management.observations.pgnative.include-parameters} is set, and for batches
     */
    public List<String> getParameters() {
        return parameters;
    }

    /**
     * How the client connects and behaves.
     *
     * @return its options
     */
    public PgOptions getOptions() {
        return options;
    }

    /**
     * How long the call waited for its connection; no time on a connection of its own.
     *
     * @return null while it has none
     */
    public @Nullable Duration getWait() {
        long waited = waitNanos;
        return waited < 0 ? null : Duration.ofNanos(waited);
    }

    void acquired() {
        waitNanos = Math.max(0, System.nanoTime() - startNanos);
    }

    /**
     * What has become of the call.
     *
     * @return null while it goes on
     */
    public @Nullable QueryEnd getEnd() {
        return end;
    }

    /**
     * What the call failed with. Its message may hold values; {@link #getError()} is without them.
     *
     * @return null while it goes on, when it has succeeded, and when the reader of a stream had enough
     */
    public @Nullable Throwable getFailure() {
        QueryEnd over = end;
        return over == null || isEnough(over) ? null : over.failure();
    }

    /** Whether the reader of a stream did not want more, which is no failure. */
    private boolean isEnough(QueryEnd over) {
        return operation == Operation.FETCH && over.failure() instanceof PgCancelledException;
    }

    void end(QueryEnd over) {
        this.end = over;
    }

    /**
     * The server, as configured: the one that the call ran on, or the first one as long as it ran on none.
     *
     * @return a host and a port
     */
    public PgHost getServer() {
        QueryEnd over = end;
        PgHost host = over == null ? null : over.host();
        return host == null ? options.hosts().get(0) : host;
    }
}
