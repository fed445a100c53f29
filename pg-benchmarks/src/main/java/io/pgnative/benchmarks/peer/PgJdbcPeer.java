package io.pgnative.benchmarks.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.Query;
import io.pgnative.benchmarks.ServerAddress;
import io.pgnative.benchmarks.Workload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** pgjdbc with HikariCP, called on a thread per caller. */
final class PgJdbcPeer implements Peer {

    private final HikariDataSource pool;
    private final ThreadCallers threads;
    private final PgJdbcCopy copy;
    private final List<Object[]> lines = Dataset.lines();

    PgJdbcPeer(PeerOptions options, ThreadCallers threads) {
        this.threads = threads;
        ServerAddress server = options.server();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(options.connections());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        this.pool = new HikariDataSource(config);
        this.copy = new PgJdbcCopy(pool);
    }

    @Override
    public void start(Workload workload, List<Caller> callers) {
        ThreadCallers.Call call = this::fetch;
        if (workload.isTransaction()) {
            call = this::inTransaction;
        } else if (workload.isBatch()) {
            call = this::insert;
        } else if (workload.isCopy()) {
            call = copy.call(workload);
        }
        threads.start(callers, call);
    }

    private long fetch(Caller caller) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return fetch(connection, caller);
        }
    }

    private static long fetch(Connection connection, Caller caller) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(caller.jdbcSql())) {
            Query query = caller.query();
            switch (query.argument()) {
                case NONE -> {}
                case INT8 -> statement.setLong(1, caller.key());
                case INT4 -> statement.setInt(1, (int) caller.key());
                case ROWS -> throw new IllegalArgumentException("many rows of arguments");
            }
            PgJdbcReader reader = PgJdbcReader.of(query.shape());
            Checksum sum = new Checksum();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows, sum);
                }
            }
            return sum.value();
        }
    }

    private long inTransaction(Caller caller) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            // The pool switches autocommit on again, and rolls back if it is given back before the commit.
            connection.setAutoCommit(false);
            try (PreparedStatement update = connection.prepareStatement(Query.UPDATE_STOCK.jdbcSql())) {
                update.setLong(1, caller.key());
                update.executeUpdate();
            }
            long sum = fetch(connection, caller);
            connection.commit();
            return sum;
        }
    }

    private long insert(Caller caller) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(caller.jdbcSql())) {
            return insert(statement);
        }
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
}
