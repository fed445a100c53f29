package io.pgnative.client.fuzz;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.Message;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.BindComplete;
import io.pgnative.client.wire.backend.CloseComplete;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.EmptyQueryResponse;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.NoData;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ParseComplete;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.backend.RowDescription;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.Close;
import io.pgnative.client.wire.frontend.Describe;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.Sync;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One session of a server that keeps to the protocol, and knows one query: it gives back its parameter. */
final class HonestBackend {

    /** The query that it knows. */
    static final String ECHO = "select $1::text as probe";

    private static final RowDescription COLUMNS = new RowDescription(FieldDescription.of("probe", 25, -1, 1));

    private final Map<String, String> statements = new HashMap<>();
    private String bound = "";
    private @Nullable Bytes argument;
    private boolean failed;
    private TransactionStatus status = TransactionStatus.IDLE;

    /** Lets a client in. */
    static void welcome(ByteBuf out) {
        List<Message> messages = List.of(
                new AuthenticationOk(),
                new ParameterStatus("server_version", "18.1"),
                new ParameterStatus("server_encoding", "UTF8"),
                new ParameterStatus("client_encoding", "UTF8"),
                new ParameterStatus("DateStyle", "ISO, MDY"),
                new ParameterStatus("IntervalStyle", "postgres"),
                new ParameterStatus("TimeZone", "UTC"),
                new ParameterStatus("integer_datetimes", "on"),
                new ParameterStatus("standard_conforming_strings", "on"),
                new ParameterStatus("in_hot_standby", "off"),
                new ParameterStatus("default_transaction_read_only", "off"),
                new BackendKeyData(4711, Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4)),
                new ReadyForQuery(TransactionStatus.IDLE));
        messages.forEach(message -> message.write(out));
    }

    /** Answers a message. */
    void hear(FrontendMessage message, ByteBuf out) {
        if (message instanceof Sync) {
            failed = false;
            new ReadyForQuery(status).write(out);
        } else if (message instanceof Query query) {
            failed = false;
            run(query.query(), null, out);
            failed = false;
            new ReadyForQuery(status).write(out);
        } else if (!failed) {
            extended(message, out);
        }
    }

    private void extended(FrontendMessage message, ByteBuf out) {
        if (message instanceof Parse parse) {
            if (parse.query().equals(ECHO) || isCommand(parse.query())) {
                statements.put(parse.statement(), parse.query());
                new ParseComplete().write(out);
            } else {
                fail("42P01", out);
            }
        } else if (message instanceof Describe describe) {
            String sql = statements.get(describe.name());
            if (sql == null) {
                fail("26000", out);
            } else if (sql.equals(ECHO)) {
                new ParameterDescription(List.of(25)).write(out);
                COLUMNS.write(out);
            } else {
                new ParameterDescription(List.of()).write(out);
                new NoData().write(out);
            }
        } else if (message instanceof Bind bind) {
            String sql = statements.get(bind.statement());
            if (sql == null) {
                fail("26000", out);
                return;
            }
            bound = sql;
            argument = bind.parameters().isEmpty() ? null : bind.parameters().get(0);
            new BindComplete().write(out);
        } else if (message instanceof Execute) {
            run(bound, argument, out);
        } else if (message instanceof Close) {
            new CloseComplete().write(out);
        }
    }

    private void run(String sql, @Nullable Bytes value, ByteBuf out) {
        if (sql.equals(ECHO)) {
            new DataRow(Collections.singletonList(value)).write(out);
            new CommandComplete("SELECT 1").write(out);
        } else if (sql.isBlank()) {
            new EmptyQueryResponse().write(out);
        } else if (isCommand(sql)) {
            String verb = verb(sql);
            status = verb.equals("BEGIN") || (status != TransactionStatus.IDLE && !ends(verb))
                    ? TransactionStatus.ACTIVE
                    : TransactionStatus.IDLE;
            new CommandComplete(verb).write(out);
        } else {
            fail("42P01", out);
        }
    }

    private static boolean ends(String verb) {
        return verb.equals("COMMIT") || verb.equals("ROLLBACK");
    }

    private static boolean isCommand(String sql) {
        return List.of("BEGIN", "COMMIT", "ROLLBACK", "DISCARD", "RESET", "UNLISTEN", "CLOSE", "LISTEN", "DEALLOCATE")
                .contains(verb(sql));
    }

    private static String verb(String sql) {
        return sql.strip().split("[\\s;]", 2)[0].toUpperCase(Locale.ROOT);
    }

    private void fail(String sqlState, ByteBuf out) {
        failed = true;
        if (status != TransactionStatus.IDLE) {
            status = TransactionStatus.FAILED;
        }
        ErrorResponse.of("ERROR", sqlState, "the server does not know that").write(out);
    }
}
