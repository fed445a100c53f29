package io.pgnative.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What is measured: the statements of a call, the values read from their results, and the checksum they must give. */
public enum Workload {
    /** The round trip itself: one row of one computed int4. */
    SELECT_ONE("select-1+1", "`SELECT 1+1`, the int4 read", Query.ONE) {
        @Override
        public long expected(long key) {
            return Dataset.intChecksum(2);
        }
    },

    /** The most usual statement of an application: a row by its primary key, six columns of six types, all read. */
    ROW_BY_KEY(
            "row-by-key",
            "a row by primary key, 6 columns (int8, int4, text, bool, float8, timestamptz), all read",
            Query.ITEM) {
        @Override
        public long key(long turn) {
            return Dataset.itemKey(turn);
        }

        @Override
        public long expected(long key) {
            return Dataset.itemChecksum(key);
        }
    },

    /** A page of rows. */
    TWENTY_ROWS("20-rows", "20 rows by primary key, 6 columns as `row-by-key`, all read", Query.ITEMS) {
        @Override
        public long key(long turn) {
            return Math.min(Dataset.itemKey(turn), Dataset.ITEMS - Dataset.PAGE + 1);
        }

        @Override
        public long expected(long key) {
            return Dataset.pageChecksum(key);
        }
    },

    /** A narrow result of many rows, all read. */
    THOUSAND_INTS("1000-ints", "1,000 int4 rows from `generate_series(1, $1)`, all read", Query.SERIES) {
        @Override
        public long key(long turn) {
            return Dataset.SERIES;
        }

        @Override
        public long expected(long key) {
            return Dataset.seriesChecksum((int) key);
        }
    },

    /** Many rows of many small columns. */
    PG_TYPE("pg-type", "all rows (over 600) of `pg_catalog.pg_type`, 12 columns, all read", Query.TYPES) {
        @Override
        public long expected(long key) {
            return Dataset.typesChecksum();
        }
    },

    /** Byte strings. */
    HUNDRED_BYTEA("100-bytea", "100 rows of 1 kB bytea", Query.DOCUMENTS) {
        @Override
        public long expected(long key) {
            return Dataset.documentsChecksum();
        }
    },

    /** Arrays. */
    HUNDRED_ARRAYS("100-arrays", "100 rows of int4[] with 100 elements, all read", Query.VECTORS) {
        @Override
        public long expected(long key) {
            return Dataset.vectorsChecksum();
        }
    },

    /** One statement with many rows of arguments. */
    EXECUTE_MANY(
            "execute-many-1000",
            "`executeMany` of 1,000 rows, 7 columns (int8, 2 int4, text, float8, bool, timestamptz)",
            Query.INSERT_LINE) {
        @Override
        public long expected(long key) {
            return Dataset.intChecksum(Dataset.LINES);
        }
    },

    /** Many rows into a table. */
    COPY_IN(
            "copy-in-10000",
            "COPY of 10,000 rows into a table, 7 columns (int8, 2 int4, text, float8, bool, timestamptz)",
            Query.COPY_LINES) {
        @Override
        public long expected(long key) {
            return Dataset.intChecksum(Dataset.LINES_TO_COPY);
        }
    },

    /** Many rows out of a table, typed. */
    COPY_OUT(
            "copy-out-10000", "10,000 rows of the 7 columns of `copy-in-10000` out of a table, all read", Query.LINES) {
        @Override
        public long expected(long key) {
            return Dataset.linesChecksum();
        }
    },

    /** Many rows out of a table, as bytes. */
    COPY_OUT_BYTES(
            "copy-out-bytes", "as `copy-out-10000`, the bytes of the binary format handed on unread", Query.LINES) {
        @Override
        public long expected(long key) {
            return Dataset.linesBytesChecksum();
        }
    },

    /** A transaction in the client's own way to write one. */
    TRANSACTION(
            "transaction",
            "an update by primary key and the row's select, 6 columns all read, in a transaction",
            Query.STOCK) {
        @Override
        public long key(long turn) {
            return Dataset.itemKey(turn);
        }

        @Override
        public long expected(long key) {
            return Dataset.itemChecksum(key);
        }
    },

    /** The first use of a statement, again and again. */
    UNCACHED("uncached", "`row-by-key` with a text that no call before had: the first use of a statement", Query.ITEM) {
        @Override
        public long key(long turn) {
            return Dataset.itemKey(turn);
        }

        @Override
        public long expected(long key) {
            return Dataset.itemChecksum(key);
        }

        @Override
        String text(String sql) {
            return sql + " /* " + TEXTS.incrementAndGet() + " */";
        }
    },

    /** Slow statements among fast ones. */
    MIX("mix", "9 of 10 calls `row-by-key`, 1 of 10 waits 20 ms in the server; latency of the fast ones", Query.ITEM) {
        @Override
        public long key(long turn) {
            return turn % SLOW_EACH == 0 ? SLOW : Dataset.itemKey(turn);
        }

        @Override
        public long expected(long key) {
            return key == SLOW ? Dataset.intChecksum(2) : Dataset.itemChecksum(key);
        }

        @Override
        Query query(long key) {
            return key == SLOW ? Query.SLEEP : Query.ITEM;
        }

        @Override
        boolean isTimed(long key) {
            return key != SLOW;
        }
    },

    /** One result of 200 MB. A call is long, so that calls are counted instead of time. */
    WIDE("wide", "100,000 rows of 2 kB bytea, 200 MB in one result; always 1 caller", Query.WIDE) {
        @Override
        public long key(long turn) {
            return Dataset.WIDE_ROWS;
        }

        @Override
        long keyToCheck(long turn) {
            return Dataset.WIDE_ROWS / 100;
        }

        @Override
        public long expected(long key) {
            return Dataset.wideChecksum((int) key);
        }
    },

    /** One value of nearly the largest size that a server makes, 1 GiB. Counted like {@link #WIDE}. */
    WIDE_VALUE("wide-value", "one bytea of 1,000,000,000 bytes; always 1 caller", Query.WIDE_VALUE) {
        @Override
        public long key(long turn) {
            return 1_000_000_000;
        }

        @Override
        long keyToCheck(long turn) {
            return 1_000_000;
        }

        @Override
        public long expected(long key) {
            return Dataset.valueChecksum((int) key);
        }
    };

    /** Those measured unless others are named: all but the one that takes gigabytes of memory. */
    static final List<Workload> DEFAULTS =
            Arrays.stream(values()).filter(workload -> workload != WIDE_VALUE).toList();

    private static final int SLOW_EACH = 10;
    private static final long SLOW = -1;
    private static final AtomicLong TEXTS = new AtomicLong();

    private final String id;
    private final String description;
    private final Query query;

    Workload(String id, String description, Query query) {
        this.id = id;
        this.description = description;
        this.query = query;
    }

    /**
     * The key of a call, the argument of statements that take one.
     *
     * @param turn the caller's call, counted from its own start
     * @return the key
     */
    public long key(long turn) {
        return 0;
    }

    /**
     * What a call must read.
     *
     * @param key the call's key
     * @return the checksum of the values
     */
    public abstract long expected(long key);

    /** The key when only correctness is looked at: smaller than {@link #key} where that is long. */
    long keyToCheck(long turn) {
        return key(turn);
    }

    /** The statement of the call with this key. */
    Query query(long key) {
        return query;
    }

    /**
     * What its result looks like.
     *
     * @return that of its statement
     */
    public Shape shape() {
        return query.shape();
    }

    /**
     * Whether each call yields exactly one row.
     *
     * @return false for any number of rows
     */
    public boolean isSingle() {
        return query.isSingle();
    }

    /** The text of the next call's statement. */
    String text(String sql) {
        return sql;
    }

    /** Whether the call with this key counts for the latency. */
    boolean isTimed(long key) {
        return true;
    }

    /** Whether calls are counted instead of time, with a single caller. */
    boolean isCounted() {
        return this == WIDE || this == WIDE_VALUE;
    }

    /** The heap that the results need, in MB. */
    int heapMegabytes() {
        return switch (this) {
            case WIDE -> 1_536;
            case WIDE_VALUE -> 4_096;
            default -> 512;
        };
    }

    /**
     * Whether the statement is to run in a transaction, after {@link Query#UPDATE_STOCK}.
     *
     * @return false for statements alone
     */
    public boolean isTransaction() {
        return this == TRANSACTION;
    }

    /**
     * Whether the statement runs with many rows of arguments.
     *
     * @return false for reads
     */
    public boolean isBatch() {
        return this == EXECUTE_MANY;
    }

    /**
     * Whether it is what COPY is for.
     *
     * @return true if only clients take part that have COPY
     */
    public boolean isCopy() {
        return this == COPY_IN || this == COPY_OUT || this == COPY_OUT_BYTES;
    }

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
                .orElseThrow(() -> new IllegalArgumentException("no workload \"" + id + "\"; there are " + ids()));
    }

    static String ids() {
        return Arrays.stream(values()).map(Workload::id).collect(Collectors.joining(", "));
    }
}
