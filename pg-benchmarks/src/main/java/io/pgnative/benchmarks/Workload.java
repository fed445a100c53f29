package io.pgnative.benchmarks;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What is measured: one statement, the values read from its result, and the checksum that they must give. Placeholders
 * are PostgreSQL's own; {@link #jdbcSql()} and a client's batch verbs translate them.
 */
public enum Workload {
    /** The round trip itself: one row of one computed int4. */
    SELECT_ONE("select-1+1", "`SELECT 1+1`, the int4 read", "select 1+1") {
        @Override
        public long key(long turn) {
            return 0;
        }

        @Override
        public long expected(long key) {
            Checksum sum = new Checksum();
            sum.add(2);
            return sum.value();
        }
    },

    /** The most usual statement of an application: a row by its primary key, six columns of six types, all read. */
    ROW_BY_KEY(
            "row-by-key",
            "a row by primary key, 6 columns (int8, int4, text, bool, float8, timestamptz), all read",
            "select id, quantity, title, active, rating, created_at from " + Dataset.ITEM + " where id = $1") {
        @Override
        public long key(long turn) {
            // A prime stride visits all rows without a random number per call.
            return 1 + Math.floorMod(turn * 7_919, (long) Dataset.ITEMS);
        }

        @Override
        public long expected(long key) {
            return Dataset.itemChecksum(key);
        }
    },

    /** A narrow result of many rows, all read. */
    THOUSAND_INTS(
            "1000-ints",
            "1,000 int4 rows from `generate_series(1, $1)`, all read",
            "select i from generate_series(1, $1::int4) as s(i)") {
        @Override
        public long key(long turn) {
            return Dataset.SERIES;
        }

        @Override
        public long expected(long key) {
            return Dataset.seriesChecksum();
        }
    },

    /** One statement with many rows of arguments. */
    EXECUTE_MANY(
            "execute-many-1000",
            "`executeMany` of 1,000 rows, 7 columns (int8, 2 int4, text, float8, bool, timestamptz)",
            "insert into " + Dataset.LINE
                    + " (id, order_id, quantity, sku, price, placed, created_at) values ($1, $2, $3, $4, $5, $6, $7)") {
        @Override
        public long key(long turn) {
            return 0;
        }

        @Override
        public long expected(long key) {
            Checksum sum = new Checksum();
            sum.add(Dataset.LINES);
            return sum.value();
        }
    };

    private final String id;
    private final String description;
    private final String sql;

    Workload(String id, String description, String sql) {
        this.id = id;
        this.description = description;
        this.sql = sql;
    }

    /**
     * The key of a call, the argument of statements that take one.
     *
     * @param turn the caller's call, counted from its own start
     * @return the key
     */
    public abstract long key(long turn);

    /**
     * What a call must read.
     *
     * @param key the call's key
     * @return the checksum of the values
     */
    public abstract long expected(long key);

    /**
     * The name on the command line and in reports.
     *
     * @return the name
     */
    public String id() {
        return id;
    }

    /**
     * What it does.
     *
     * @return a line of Markdown
     */
    public String description() {
        return description;
    }

    /**
     * The statement.
     *
     * @return with {@code $1}, {@code $2}, ...
     */
    public String sql() {
        return sql;
    }

    /**
     * The statement for JDBC.
     *
     * @return with {@code ?}
     */
    public String jdbcSql() {
        return sql.replaceAll("\\$\\d", "?");
    }

    /**
     * Finds one by its name.
     *
     * @param id the name
     * @return the workload
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Workload of(String id) {
        return Arrays.stream(values())
                .filter(workload -> workload.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no workload \"" + id + "\"; there are "
                        + Arrays.stream(values()).map(Workload::id).collect(Collectors.joining(", "))));
    }
}
