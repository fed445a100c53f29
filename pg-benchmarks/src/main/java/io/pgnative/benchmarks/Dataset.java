package io.pgnative.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The tables, in a schema of their own, and the values in them, so that every value read can be checked. */
public final class Dataset {

    /** The schema that {@link #create} makes and {@link #drop} removes. */
    public static final String SCHEMA = "pgnative_benchmarks";
    /** The table of {@link Workload#ROW_BY_KEY}. */
    public static final String ITEM = SCHEMA + ".item";
    /** Like {@link #ITEM}, to be written. */
    public static final String STOCK = SCHEMA + ".stock";
    /** Columns of {@link #ITEM} and {@link #STOCK}. */
    public static final String ITEM_COLUMNS = "id, quantity, title, active, rating, created_at";
    /** 100 rows of a bytea of 1 kB. */
    public static final String DOCUMENT = SCHEMA + ".document";
    /** 100 rows of an int4[] of 100 elements. */
    public static final String VECTOR = SCHEMA + ".vector";
    /** One row of a bytea of 2 kB. */
    public static final String WIDE = SCHEMA + ".wide";
    /** The table of {@link Workload#EXECUTE_MANY}. */
    public static final String LINE = SCHEMA + ".line";
    /** Columns of {@link #LINE}, {@link #LINE_COPIED} and {@link #LINES_KEPT}. */
    public static final String LINE_COLUMNS = "id, order_id, quantity, sku, price, placed, created_at";
    /** The table of {@link Workload#COPY_IN}, like {@link #LINE}. */
    public static final String LINE_COPIED = SCHEMA + ".line_copied";
    /** The rows of {@link #linesToCopy()}, in their order. */
    public static final String LINES_KEPT = SCHEMA + ".lines_kept";
    /** Rows of {@link #ITEM}. */
    public static final int ITEMS = 10_000;
    /** Rows of {@link Workload#TWENTY_ROWS}. */
    public static final int PAGE = 20;
    /** Rows of {@link Workload#WIDE}. */
    public static final int WIDE_ROWS = 100_000;
    /** Rows of {@link Workload#THOUSAND_INTS}. */
    public static final int SERIES = 1_000;
    /** Rows that one call of {@link Workload#EXECUTE_MANY} inserts. */
    public static final int LINES = 1_000;
    /** Rows that one call of {@link Workload#COPY_IN} or {@link Workload#COPY_OUT} copies. */
    public static final int LINES_TO_COPY = 10_000;

    private static final OffsetDateTime EPOCH = OffsetDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final int DOCUMENTS = 100;
    private static final int DOCUMENT_BYTES = 1_024;
    private static final int WIDE_BYTES = 2_000;
    private static final int ELEMENTS = 100;
    private static final long[] ITEM_CHECKSUMS = itemChecksums(1, ITEMS);
    private static final long[] PAGE_CHECKSUMS = itemChecksums(PAGE, ITEMS - PAGE + 1);
    private static final long WIDE_CHECKSUM = computeWideChecksum(WIDE_ROWS);
    private static final long DOCUMENTS_CHECKSUM = computeDocumentsChecksum();
    private static final long VECTORS_CHECKSUM = computeVectorsChecksum();
    private static final long LINES_CHECKSUM = computeLinesChecksum();
    private static volatile Series series = Series.of(SERIES);
    // The catalog's content is the server's affair: read once, by plain means, before callers start.
    private static volatile long typesChecksum;

    private Dataset() {}

    /**
     * Creates and fills the tables, replacing those of an earlier run.
     *
     * @param server where
     * @throws SQLException as the server says
     */
    static void create(ServerAddress server) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + SCHEMA + " cascade");
            statement.execute("create schema " + SCHEMA);
            statement.execute("create table " + ITEM
                    + " (id int8 primary key, quantity int4 not null, title text not null, active bool not null,"
                    + " rating float8 not null, created_at timestamptz not null)");
            statement.execute("insert into " + ITEM + " select i, i % 97, 'item ' || i, i % 2 = 0, i / 8.0,"
                    + " timestamptz '2024-01-01 00:00:00+00' + i * interval '1 minute 1 microsecond'"
                    + " from generate_series(1, " + ITEMS + ") as s(i)");
            statement.execute("create table " + STOCK + " (like " + ITEM + " including all) with (fillfactor = 50)");
            statement.execute("insert into " + STOCK + " select * from " + ITEM);
            statement.execute("create table " + DOCUMENT + " (id int4 primary key, content bytea not null)");
            statement.execute("alter table " + DOCUMENT + " alter content set storage external");
            statement.execute("insert into " + DOCUMENT + " select i, " + bytes("i", DOCUMENT_BYTES)
                    + " from generate_series(1, " + DOCUMENTS + ") as s(i)");
            statement.execute("create table " + VECTOR + " (id int4 primary key, elements int4[] not null)");
            statement.execute("insert into " + VECTOR + " select i, array(select i * j from generate_series(1, "
                    + ELEMENTS + ") as t(j)) from generate_series(1, " + DOCUMENTS + ") as s(i)");
            statement.execute("create table " + WIDE + " as select " + bytes("0", WIDE_BYTES) + " as content");
            // Unlogged and never vacuumed: what the server does besides the inserts is to be the same for everyone.
            statement.execute("create unlogged table " + LINE
                    + " (id int8 not null, order_id int4 not null, quantity int4 not null, sku text not null,"
                    + " price float8 not null, placed bool not null, created_at timestamptz not null)"
                    + " with (autovacuum_enabled = false)");
            statement.execute("create unlogged table " + LINE_COPIED + " (like " + LINE + ")"
                    + " with (autovacuum_enabled = false)");
            statement.execute("create table " + LINES_KEPT + " as select i::int8 as id, i / 10 as order_id,"
                    + " i % 97 as quantity, 'sku-' || i as sku, i / 4.0::float8 as price, i % 2 = 0 as placed,"
                    + " timestamptz '2024-01-01 00:00:00+00' + i * interval '1 minute 1 microsecond' as created_at"
                    + " from generate_series(1, " + LINES_TO_COPY + ") as s(i)");
            for (String table : List.of(ITEM, STOCK, DOCUMENT, VECTOR, WIDE, LINES_KEPT)) {
                statement.execute("vacuum analyze " + table);
            }
        }
    }

    /**
     * Empties {@link #LINE} and {@link #LINE_COPIED} and cleans {@link #STOCK}, so that no measurement inherits what
     * the one before wrote.
     *
     * @param server where
     * @throws SQLException as the server says
     */
    static void reset(ServerAddress server) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute("truncate " + LINE + ", " + LINE_COPIED);
            statement.execute("vacuum " + STOCK);
            statement.execute("checkpoint");
        }
    }

    /**
     * Removes everything that {@link #create} made.
     *
     * @param server where
     * @throws SQLException as the server says
     */
    static void drop(ServerAddress server) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + SCHEMA + " cascade");
        }
    }

    /**
     * The server's version.
     *
     * @param server which
     * @return as {@code server_version} says it
     * @throws SQLException as the server says
     */
    static String serverVersion(ServerAddress server) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show server_version")) {
            result.next();
            return result.getString(1);
        }
    }

    static Connection connect(ServerAddress server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    /**
     * Reads what {@link Workload#PG_TYPE} must read.
     *
     * @param server where
     * @throws SQLException as the server says
     */
    static void readTypes(ServerAddress server) throws SQLException {
        Checksum sum = new Checksum();
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet types = statement.executeQuery(Query.TYPES.sql())) {
            while (types.next()) {
                sum.add(types.getString(1));
                sum.add(types.getLong(2));
                sum.add(types.getLong(3));
                sum.add(types.getShort(4));
                sum.add(types.getBoolean(5));
                sum.add(types.getString(6));
                sum.add(types.getBoolean(7));
                sum.add(types.getBoolean(8));
                sum.add(types.getString(9));
                sum.add(types.getLong(10));
                sum.add(types.getLong(11));
                sum.add(types.getLong(12));
            }
        }
        typesChecksum = sum.value();
    }

    static long typesChecksum() {
        return typesChecksum;
    }

    /** A prime stride visits all rows without a random number per call. */
    static long itemKey(long turn) {
        return 1 + Math.floorMod(turn * 7_919, (long) ITEMS);
    }

    static long itemChecksum(long id) {
        return ITEM_CHECKSUMS[(int) id];
    }

    static long pageChecksum(long id) {
        return PAGE_CHECKSUMS[(int) id];
    }

    static long documentsChecksum() {
        return DOCUMENTS_CHECKSUM;
    }

    static long vectorsChecksum() {
        return VECTORS_CHECKSUM;
    }

    static long wideChecksum(int rows) {
        return rows == WIDE_ROWS ? WIDE_CHECKSUM : computeWideChecksum(rows);
    }

    /** Of one value of so many letters x. */
    static long valueChecksum(int length) {
        Checksum sum = new Checksum();
        sum.addBytes(length, (byte) 'x', (byte) 'x', (byte) 'x');
        return sum.value();
    }

    static long intChecksum(long value) {
        Checksum sum = new Checksum();
        sum.add(value);
        return sum.value();
    }

    /** Computed once as long as the same number of rows is asked for. */
    static long seriesChecksum(int rows) {
        Series known = series;
        if (known.rows != rows) {
            known = Series.of(rows);
            series = known;
        }
        return known.checksum;
    }

    /**
     * The arguments of one {@link Workload#EXECUTE_MANY} call.
     *
     * @return an unmodifiable list of rows of seven values
     */
    public static List<Object[]> lines() {
        return lines(LINES);
    }

    /**
     * The rows of one {@link Workload#COPY_IN} call.
     *
     * @return an unmodifiable list of rows of seven values
     */
    public static List<Object[]> linesToCopy() {
        return lines(LINES_TO_COPY);
    }

    private static List<Object[]> lines(int count) {
        List<Object[]> rows = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            rows.add(new Object[] {
                (long) i,
                i / 10,
                i % 97,
                "sku-" + i,
                i / 4.0,
                i % 2 == 0,
                EPOCH.plusMinutes(i).plusNanos(i * 1_000L)
            });
        }
        return Collections.unmodifiableList(rows);
    }

    private static long[] itemChecksums(int rows, int last) {
        long[] sums = new long[last + 1];
        for (int first = 1; first <= last; first++) {
            Checksum sum = new Checksum();
            for (int id = first; id < first + rows; id++) {
                sum.add(id);
                sum.add(id % 97);
                sum.add("item " + id);
                sum.add(id % 2 == 0);
                sum.add(id / 8.0);
                sum.add(EPOCH.plusMinutes(id).plusNanos(id * 1_000L));
            }
            sums[first] = sum.value();
        }
        return sums;
    }

    /** An expression for a byte string whose byte at j is seed + j. */
    private static String bytes(String seed, int length) {
        return "(select string_agg(set_byte('\\x00'::bytea, 0, (" + seed + " + j) % 256), ''::bytea order by j)"
                + " from generate_series(0, " + (length - 1) + ") as b(j))";
    }

    private static void addBytes(Checksum sum, int seed, int length) {
        sum.addBytes(length, (byte) seed, (byte) (seed + length / 2), (byte) (seed + length - 1));
    }

    private static long computeDocumentsChecksum() {
        Checksum sum = new Checksum();
        for (int i = 1; i <= DOCUMENTS; i++) {
            addBytes(sum, i, DOCUMENT_BYTES);
        }
        return sum.value();
    }

    private static long computeVectorsChecksum() {
        Checksum sum = new Checksum();
        for (int i = 1; i <= DOCUMENTS; i++) {
            for (int j = 1; j <= ELEMENTS; j++) {
                sum.add((long) i * j);
            }
        }
        return sum.value();
    }

    static long linesChecksum() {
        return LINES_CHECKSUM;
    }

    private static long computeLinesChecksum() {
        Checksum sum = new Checksum();
        for (int i = 1; i <= LINES_TO_COPY; i++) {
            sum.add(i);
            sum.add(i / 10);
            sum.add(i % 97);
            sum.add("sku-" + i);
            sum.add(i / 4.0);
            sum.add(i % 2 == 0);
            sum.add(EPOCH.plusMinutes(i).plusNanos(i * 1_000L));
        }
        return sum.value();
    }

    /** Of the number of bytes that the lines have in the binary format of COPY: header, rows and trailer. */
    static long linesBytesChecksum() {
        long bytes = 19 + 2;
        for (int i = 1; i <= LINES_TO_COPY; i++) {
            bytes += 2 + 7 * 4 + 8 + 4 + 4 + ("sku-" + i).length() + 8 + 1 + 8;
        }
        return intChecksum(bytes);
    }

    private static long computeWideChecksum(int rows) {
        Checksum sum = new Checksum();
        for (int i = 0; i < rows; i++) {
            addBytes(sum, 0, WIDE_BYTES);
        }
        return sum.value();
    }

    /** What the integers from 1 to the number of rows must give. */
    private record Series(int rows, long checksum) {
        static Series of(int rows) {
            Checksum sum = new Checksum();
            for (int i = 1; i <= rows; i++) {
                sum.add(i);
            }
            return new Series(rows, sum.value());
        }
    }
}
