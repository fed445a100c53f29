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
    /** The table of {@link Workload#EXECUTE_MANY}. */
    public static final String LINE = SCHEMA + ".line";
    /** Rows of {@link #ITEM}. */
    public static final int ITEMS = 10_000;
    /** Rows of {@link Workload#THOUSAND_INTS}. */
    public static final int SERIES = 1_000;
    /** Rows that one call of {@link Workload#EXECUTE_MANY} inserts. */
    public static final int LINES = 1_000;

    private static final OffsetDateTime EPOCH = OffsetDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final long[] ITEM_CHECKSUMS = itemChecksums();
    private static final long SERIES_CHECKSUM = computeSeriesChecksum();

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
            // Unlogged and never vacuumed: what the server does besides the inserts is to be the same for everyone.
            statement.execute("create unlogged table " + LINE
                    + " (id int8 not null, order_id int4 not null, quantity int4 not null, sku text not null,"
                    + " price float8 not null, placed bool not null, created_at timestamptz not null)"
                    + " with (autovacuum_enabled = false)");
            statement.execute("vacuum analyze " + ITEM);
        }
    }

    /**
     * Empties {@link #LINE}, so that no measurement inherits the rows of the one before.
     *
     * @param server where
     * @throws SQLException as the server says
     */
    static void reset(ServerAddress server) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute("truncate " + LINE);
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

    static long itemChecksum(long id) {
        return ITEM_CHECKSUMS[(int) id];
    }

    static long seriesChecksum() {
        return SERIES_CHECKSUM;
    }

    /**
     * The arguments of one {@link Workload#EXECUTE_MANY} call.
     *
     * @return an unmodifiable list of rows of seven values
     */
    public static List<Object[]> lines() {
        List<Object[]> rows = new ArrayList<>(LINES);
        for (int i = 1; i <= LINES; i++) {
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

    private static long[] itemChecksums() {
        long[] sums = new long[ITEMS + 1];
        for (int id = 1; id <= ITEMS; id++) {
            Checksum sum = new Checksum();
            sum.add(id);
            sum.add(id % 97);
            sum.add("item " + id);
            sum.add(id % 2 == 0);
            sum.add(id / 8.0);
            sum.add(EPOCH.plusMinutes(id).plusNanos(id * 1_000L));
            sums[id] = sum.value();
        }
        return sums;
    }

    private static long computeSeriesChecksum() {
        Checksum sum = new Checksum();
        for (int i = 1; i <= SERIES; i++) {
            sum.add(i);
        }
        return sum.value();
    }
}
