package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import io.pgnative.benchmarks.Checksum;
import io.pgnative.benchmarks.Dataset;
import io.pgnative.benchmarks.Workload;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * COPY with pgjdbc, which carries bytes and leaves it to its caller to make them: rows go in in the text format, as its
 * documentation has it. They come out typed from a result set that is fetched in batches, as nothing of it reads them
 * from a COPY.
 */
final class PgJdbcCopy {

    /** Characters that go in one piece. */
    private static final int PIECE = 64 * 1024;

    private static final int FETCH_SIZE = 1_000;

    private final DataSource pool;
    private final List<Object[]> lines = Dataset.linesToCopy();

    PgJdbcCopy(DataSource pool) {
        this.pool = pool;
    }

    ThreadCallers.Call call(Workload workload) {
        return switch (workload) {
            case COPY_IN -> this::copyIn;
            case COPY_OUT -> this::readInBatches;
            default -> this::copyOut;
        };
    }

    private long copyIn(Caller caller) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(caller.sql());
            StringBuilder text = new StringBuilder(PIECE + 1024);
            for (Object[] line : lines) {
                append(text, line);
                if (text.length() >= PIECE) {
                    write(copy, text);
                }
            }
            write(copy, text);
            return sum(copy.endCopy());
        }
    }

    private static void append(StringBuilder text, Object[] line) {
        for (Object value : line) {
            if (value instanceof String string) {
                appendEscaped(text, string);
            } else if (value instanceof Long number) {
                text.append((long) number);
            } else if (value instanceof Integer number) {
                text.append((int) number);
            } else {
                text.append(value);
            }
            text.append('\t');
        }
        text.setCharAt(text.length() - 1, '\n');
    }

    private static void appendEscaped(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }

    private static void write(CopyIn copy, StringBuilder text) throws SQLException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }

    private long readInBatches(Caller caller) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            Checksum sum = new Checksum();
            try (PreparedStatement statement = connection.prepareStatement(caller.jdbcSql())) {
                statement.setFetchSize(FETCH_SIZE);
                PgJdbcReader reader = PgJdbcReader.of(caller.query().shape());
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        reader.read(rows, sum);
                    }
                }
            }
            connection.commit();
            return sum.value();
        }
    }

    private long copyOut(Caller caller) throws Exception {
        try (Connection connection = pool.getConnection();
                CountingStream count = new CountingStream()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (" + caller.sql() + ") to stdout (format binary)", count);
            return sum(count.bytes());
        }
    }

    private static long sum(long count) {
        Checksum sum = new Checksum();
        sum.add(count);
        return sum.value();
    }
}
