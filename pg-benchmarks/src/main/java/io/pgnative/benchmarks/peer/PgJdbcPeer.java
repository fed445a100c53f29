package io.pgnative.benchmarks.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.ServerAddress;
import io.pgnative.benchmarks.Workload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;

/** pgjdbc with HikariCP, called on a platform thread per caller. */
final class PgJdbcPeer implements Peer {

    private final HikariDataSource pool;
    private final List<Object[]> lines = Dataset.lines();

    PgJdbcPeer(PeerOptions options) {
        ServerAddress server = options.server();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(options.connections());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        this.pool = new HikariDataSource(config);
    }

    @Override
    public void start(Workload workload, List<Caller> callers) {
        Call call = call(workload);
        for (int i = 0; i < callers.size(); i++) {
            Caller caller = callers.get(i);
            Thread thread = new Thread(() -> run(workload.jdbcSql(), call, caller), "caller-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run(String sql, Call call, Caller caller) {
        try {
            while (caller.next()) {
                try (Connection connection = pool.getConnection();
                        PreparedStatement statement = connection.prepareStatement(sql)) {
                    caller.completed(call.run(statement, caller.key()));
                }
            }
        } catch (SQLException | RuntimeException e) {
            caller.failed(e);
        }
    }

    private Call call(Workload workload) {
        return switch (workload) {
            case SELECT_ONE -> (statement, key) -> readInts(statement);
            case ROW_BY_KEY ->
                (statement, key) -> {
                    statement.setLong(1, key);
                    return readItem(statement);
                };
            case THOUSAND_INTS ->
                (statement, key) -> {
                    statement.setInt(1, (int) key);
                    return readInts(statement);
                };
            case EXECUTE_MANY -> (statement, key) -> insert(statement);
        };
    }

    private static long readInts(PreparedStatement statement) throws SQLException {
        Checksum sum = new Checksum();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                sum.add(rows.getInt(1));
            }
        }
        return sum.value();
    }

    private static long readItem(PreparedStatement statement) throws SQLException {
        Checksum sum = new Checksum();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                sum.add(rows.getLong(1));
                sum.add(rows.getInt(2));
                sum.add(rows.getString(3));
                sum.add(rows.getBoolean(4));
                sum.add(rows.getDouble(5));
                sum.add(rows.getObject(6, OffsetDateTime.class));
            }
        }
        return sum.value();
    }

    private long insert(PreparedStatement statement) throws SQLException {
        for (Object[] line : lines) {
            statement.setLong(1, (Long) line[0]);
            statement.setInt(2, (Integer) line[1]);
            statement.setInt(3, (Integer) line[2]);
            statement.setString(4, (String) line[3]);
            statement.setDouble(5, (Double) line[4]);
            statement.setBoolean(6, (Boolean) line[5]);
            statement.setObject(7, line[6]);
            statement.addBatch();
        }
        long count = 0;
        for (int rows : statement.executeBatch()) {
            // A rewritten batch tells only that a row was inserted.
            count += rows == Statement.SUCCESS_NO_INFO ? 1 : rows;
        }
        Checksum sum = new Checksum();
        sum.add(count);
        return sum.value();
    }

    @Override
    public void close() {
        pool.close();
    }

    private interface Call {
        long run(PreparedStatement statement, long key) throws SQLException;
    }
}
