package io.pgnative.client;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The options of an EXPLAIN; immutable, each refinement is a new one. Those that are not set are as the server has
 * them; those that the server does not know fail the call with its error.
 */
public final class ExplainOptions {

    /** How the server writes a plan. */
    public enum Format {
        /** Lines for people. */
        TEXT,
        /** A JSON array with one plan. */
        JSON,
        /** An XML document. */
        XML,
        /** A YAML document. */
        YAML
    }

    /** How much of its work the server counts for the conversion of the rows to what is sent. From version 17 on. */
    public enum Serialize {
        /** Nothing. */
        NONE,
        /** Conversion to text. */
        TEXT,
        /** Conversion to the binary format. */
        BINARY
    }

    private final Map<String, String> options;

    private ExplainOptions(Map<String, String> options) {
        this.options = options;
    }

    /**
     * The plan as JSON, and nothing else than what the server tells by itself.
     *
     * @return options
     */
    public static ExplainOptions defaults() {
        return new ExplainOptions(Map.of("FORMAT", "JSON"));
    }

    private ExplainOptions with(String option, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(option, value);
        return new ExplainOptions(more);
    }

    private ExplainOptions with(String option, boolean value) {
        return with(option, value ? "ON" : "OFF");
    }

    /**
     * How the plan is written. Default: JSON.
     *
     * @param format the format
     * @return the refined options
     */
    public ExplainOptions format(Format format) {
        return with(
                "FORMAT",
                Objects.requireNonNull(format, "format must not be null").name());
    }

    /**
     * Runs the statement and tells real times and numbers. What it does is rolled back: outside a transaction in one of
     * its own, inside by a savepoint. What no transaction undoes, such as the values of sequences, stays done.
     *
     * @return the refined options
     */
    public ExplainOptions analyze() {
        return with("ANALYZE", true);
    }

    /**
     * Tells the columns and qualified names of each step.
     *
     * @return the refined options
     */
    public ExplainOptions verbose() {
        return with("VERBOSE", true);
    }

    /**
     * Whether estimated costs are told. Server's default: yes.
     *
     * @param isTold whether they are
     * @return the refined options
     */
    public ExplainOptions costs(boolean isTold) {
        return with("COSTS", isTold);
    }

    /**
     * Tells the settings that shape plans and are not as the server has them built in.
     *
     * @return the refined options
     */
    public ExplainOptions settings() {
        return with("SETTINGS", true);
    }

    /**
     * Whether the use of buffers is told. Server's default: with {@link #analyze()} from version 18 on.
     *
     * @param isTold whether it is
     * @return the refined options
     */
    public ExplainOptions buffers(boolean isTold) {
        return with("BUFFERS", isTold);
    }

    /**
     * Tells what is written to the write-ahead log; with {@link #analyze()} only.
     *
     * @return the refined options
     */
    public ExplainOptions wal() {
        return with("WAL", true);
    }

    /**
     * Whether the time of each step is measured; with {@link #analyze()} only. Server's default: yes.
     *
     * @param isMeasured whether it is
     * @return the refined options
     */
    public ExplainOptions timing(boolean isMeasured) {
        return with("TIMING", isMeasured);
    }

    /**
     * Whether the whole times of planning and running are told. Server's default: with {@link #analyze()}.
     *
     * @param isTold whether they are
     * @return the refined options
     */
    public ExplainOptions summary(boolean isTold) {
        return with("SUMMARY", isTold);
    }

    /**
     * Tells the memory that planning takes; from version 17 on.
     *
     * @return the refined options
     */
    public ExplainOptions memory() {
        return with("MEMORY", true);
    }

    /**
     * Counts the conversion of the rows to what is sent; with {@link #analyze()} only, from version 17 on.
     *
     * @param conversion to what
     * @return the refined options
     */
    public ExplainOptions serialize(Serialize conversion) {
        return with(
                "SERIALIZE",
                Objects.requireNonNull(conversion, "conversion must not be null")
                        .name());
    }

    /**
     * Whether the statement is run, and then undone.
     *
     * @return true after {@link #analyze()}
     */
    public boolean isAnalyze() {
        return options.containsKey("ANALYZE");
    }

    /**
     * What goes before the statement.
     *
     * @return such as {@code EXPLAIN (FORMAT JSON, ANALYZE ON)}
     */
    public String toSql() {
        StringBuilder sql = new StringBuilder("EXPLAIN (");
        options.forEach((option, value) -> sql.append(sql.charAt(sql.length() - 1) == '(' ? "" : ", ")
                .append(option)
                .append(' ')
                .append(value));
        return sql.append(')').toString();
    }

    /** The options as SQL has them. */
    @Override
    public String toString() {
        return toSql().toLowerCase(Locale.ROOT);
    }
}
