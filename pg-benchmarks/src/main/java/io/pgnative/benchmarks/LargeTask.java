package io.pgnative.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What this client moves more of than it has memory for. */
public enum LargeTask {
    /** Bytes that are read from a stream, into a table. */
    COPY_IN_BYTES("copyIn(table).from(InputStream), text format"),
    /** Rows that are iterated, into a table. */
    COPY_IN_ROWS("copyIn(table).rows(Iterable)"),
    /** Bytes out of a query to a stream. */
    COPY_OUT_BYTES("copyOut(query).to(OutputStream), text format"),
    /** Rows out of a query, to a subscriber that is slow. */
    COPY_OUT_ROWS("copyOut(query).rows(), slow subscriber"),
    /** Rows of a query, to a subscriber that is slow. */
    STREAM("stream(query), slow subscriber");

    /** Bytes of the text in each row. */
    public static final int TEXT = 1_000;

    private final String description;

    LargeTask(String description) {
        this.description = description;
    }

    /**
     * The call.
     *
     * @return a few words
     */
    public String description() {
        return description;
    }

    /**
     * The name on the command line.
     *
     * @return in lower case, with hyphens
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static LargeTask of(String id) {
        return Arrays.stream(values())
                .filter(task -> task.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no task \"" + id + "\"; there are "
                        + Arrays.stream(values()).map(LargeTask::id).collect(Collectors.joining(", "))));
    }
}
