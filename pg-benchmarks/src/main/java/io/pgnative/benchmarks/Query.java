package io.pgnative.benchmarks;

/** The statements, the same for all clients. Placeholders are PostgreSQL's own; {@link #jdbcSql()} translates them. */
public enum Query {
    /** One computed int4. */
    ONE("select 1+1", Argument.NONE, Shape.INT, true),
    /** A row by its primary key. */
    ITEM(
            "select " + Dataset.ITEM_COLUMNS + " from " + Dataset.ITEM + " where id = $1",
            Argument.INT8,
            Shape.ITEM,
            true),
    /** Twenty rows from a primary key on. */
    ITEMS(
            "select " + Dataset.ITEM_COLUMNS + " from " + Dataset.ITEM + " where id >= $1 order by id limit "
                    + Dataset.PAGE,
            Argument.INT8,
            Shape.ITEM,
            false),
    /** Integers counted by the server. */
    SERIES("select i from generate_series(1, $1::int4) as s(i)", Argument.INT4, Shape.INT, false),
    /** The catalog of types. */
    TYPES(
            // Casts, as vertx-pg-client has no oid.
            "select typname, typnamespace::int8, typowner::int8, typlen, typbyval, typcategory, typispreferred,"
                    + " typisdefined, typdelim, typrelid::int8, typelem::int8, typarray::int8"
                    + " from pg_catalog.pg_type order by pg_type.oid",
            Argument.NONE,
            Shape.TYPE,
            false),
    /** All documents. */
    DOCUMENTS("select content from " + Dataset.DOCUMENT + " order by id", Argument.NONE, Shape.BYTES, false),
    /** All vectors. */
    VECTORS("select elements from " + Dataset.VECTOR + " order by id", Argument.NONE, Shape.INTS, false),
    /** A document of 2 kB as many times as the argument says. */
    WIDE(
            "select w.content from " + Dataset.WIDE + " as w, generate_series(1, $1::int4)",
            Argument.INT4,
            Shape.BYTES,
            false),
    /** One value of as many bytes as the argument says. */
    WIDE_VALUE("select convert_to(repeat('x', $1::int4), 'SQL_ASCII')", Argument.INT4, Shape.BYTES, true),
    /** A statement that takes 20 ms, nearly none of which is work. */
    SLEEP("select 1+1 from pg_sleep(0.02)", Argument.NONE, Shape.INT, true),
    /** A row of which each row of arguments makes one. */
    INSERT_LINE(
            "insert into " + Dataset.LINE + " (" + Dataset.LINE_COLUMNS + ") values ($1, $2, $3, $4, $5, $6, $7)",
            Argument.ROWS,
            Shape.COUNT,
            false),
    /** Takes rows; in the text format unless a client says otherwise. */
    COPY_LINES(
            "copy " + Dataset.LINE_COPIED + " (" + Dataset.LINE_COLUMNS + ") from stdin",
            Argument.ROWS,
            Shape.COUNT,
            false),
    /** Rows to be copied out. */
    LINES("select " + Dataset.LINE_COLUMNS + " from " + Dataset.LINES_KEPT, Argument.NONE, Shape.LINE, false),
    /** Writes a row by its primary key, with the values that it has. */
    UPDATE_STOCK(
            "update " + Dataset.STOCK + " set quantity = quantity where id = $1", Argument.INT8, Shape.COUNT, false),
    /** Reads the row that {@link #UPDATE_STOCK} wrote. */
    STOCK(
            "select " + Dataset.ITEM_COLUMNS + " from " + Dataset.STOCK + " where id = $1",
            Argument.INT8,
            Shape.ITEM,
            true);

    /** What a statement takes. */
    public enum Argument {
        /** Nothing. */
        NONE,
        /** The call's key, an int8. */
        INT8,
        /** The call's key, an int4. */
        INT4,
        /** {@link Dataset#lines()} or {@link Dataset#linesToCopy()}. */
        ROWS
    }

    private final String sql;
    private final String jdbcSql;
    private final Argument argument;
    private final Shape shape;
    private final boolean single;

    Query(String sql, Argument argument, Shape shape, boolean single) {
        this.sql = sql;
        this.jdbcSql = sql.replaceAll("\\$\\d", "?");
        this.argument = argument;
        this.shape = shape;
        this.single = single;
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
        return jdbcSql;
    }

    /**
     * What it takes.
     *
     * @return the kind of argument
     */
    public Argument argument() {
        return argument;
    }

    /**
     * What it yields.
     *
     * @return the columns
     */
    public Shape shape() {
        return shape;
    }

    /**
     * Whether it yields exactly one row, so that a client may use its verb for that.
     *
     * @return false for any number of rows
     */
    public boolean isSingle() {
        return single;
    }
}
