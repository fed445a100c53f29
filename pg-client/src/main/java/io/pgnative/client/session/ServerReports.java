package io.pgnative.client.session;

import io.pgnative.client.PgConnectionLostException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgNotice;
import io.pgnative.client.PgProtocolException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.SqlState;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes exceptions and notices of what the server reports. */
final class ServerReports {

    private static final Logger log = LoggerFactory.getLogger(ServerReports.class);

    private static final long HANDLER_LOG_INTERVAL_NANOS = 1_000_000_000L;
    private static final AtomicLong handlerLogDue = new AtomicLong(System.nanoTime());

    private static final int LONGEST_LINE = 160;
    private static final int LONGEST_UNTRUSTED = 500;

    private static final String POOLER_HINT =
            "\n  hint: behind a pooler that gives transactions or statements different"
                    + " server connections, let it track prepared statements (PgBouncer: max_prepared_statements), or set the"
                    + " size of the statement cache to 0";

    private ServerReports() {}

    /**
     * An exception that shows the statement, the position in it and the place it ran at.
     *
     * @param fields of the ErrorResponse
     * @param sql the statement, or null
     * @param place such as the row of a batch, or null
     * @param where the server, such as {@code db.example.com/shop}
     * @param processId of the backend; 0 if not known
     */
    static PgServerException error(
            Map<Character, String> fields, @Nullable String sql, @Nullable String place, String where, int processId) {
        StringBuilder message = new StringBuilder(fields.getOrDefault('M', "the server reported an error"));
        String code = fields.get('C');
        if (code != null) {
            String name = SqlState.conditionName(code);
            message.append(" (")
                    .append(code)
                    .append(name.isEmpty() ? "" : " " + name)
                    .append(')');
        }
        if (sql != null) {
            appendStatement(message, sql, position(fields));
        }
        message.append("\n  on ").append(where);
        if (processId != 0) {
            message.append(", backend ").append(processId);
        }
        if (place != null) {
            message.append(", ").append(place);
        }
        String hint = fields.get('H');
        if (hint != null) {
            message.append("\n  hint: ").append(hint);
        }
        if (SqlState.DUPLICATE_PREPARED_STATEMENT.equals(code) || SqlState.INVALID_SQL_STATEMENT_NAME.equals(code)) {
            message.append(POOLER_HINT);
        }
        return new PgServerException(message.toString(), fields, sql, processId);
    }

    /** In code points, counted from 1; 0 if none was told. */
    private static int position(Map<Character, String> fields) {
        String position = fields.get('P');
        if (position == null) {
            return 0;
        }
        try {
            return Math.max(0, Integer.parseInt(position));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The line of the statement that the position is in, with a caret below it. */
    private static void appendStatement(StringBuilder message, String sql, int position) {
        int at = Math.min(position, sql.codePointCount(0, sql.length()) + 1);
        int index = at == 0 ? 0 : sql.offsetByCodePoints(0, at - 1);
        int begin = index == 0 ? 0 : sql.lastIndexOf('\n', index - 1) + 1;
        int end = sql.indexOf('\n', index);
        if (end < 0) {
            end = sql.length();
        }
        if (at == 0 && end < sql.length()) {
            message.append("\n  ")
                    .append(sql.substring(0, Math.min(end, LONGEST_LINE)))
                    .append(" ...");
            return;
        }
        if (index - begin > LONGEST_LINE / 2) {
            begin = index - LONGEST_LINE / 2;
        }
        end = Math.min(end, begin + LONGEST_LINE);
        message.append("\n  ").append(sql, begin, end);
        if (at > 0) {
            message.append("\n  ").append(" ".repeat(index - begin)).append('^');
        }
    }

    /**
     * A peer's text for a log: without what could forge lines, drive a terminal, or hide or turn around what is shown.
     */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
    }

    /** The fields of an error by someone who is not known to be the server: short, and without control characters. */
    static Map<Character, String> untrusted(Map<Character, String> fields) {
        Map<Character, String> harmless = new HashMap<>();
        fields.forEach((field, text) -> harmless.put(field, shortened(printable(text))));
        return harmless;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_UNTRUSTED ? text : text.substring(0, LONGEST_UNTRUSTED) + " ...";
    }

    /** Hands a notice to the user's handler, which cannot do harm by what it throws. */
    static void deliver(Session session, PgNotice notice, Consumer<PgNotice> handler) {
        if (log.isDebugEnabled()) {
            session.log(() -> log.debug("{}: {}", notice.severity(), printable(notice.message())));
        }
        try {
            handler.accept(notice);
        } catch (Exception | LinkageError | AssertionError e) {
            long now = System.nanoTime();
            long due = handlerLogDue.get();
            // A server that floods must not flood the log, too.
            if (now - due >= 0 && handlerLogDue.compareAndSet(due, now + HANDLER_LOG_INTERVAL_NANOS)) {
                session.log(() -> log.error("The notice handler has thrown; told at most once a second", e));
            }
        }
    }

    /** A message that the protocol does not allow now. */
    static ProtocolViolation unexpected(byte type) {
        return new ProtocolViolation(MessageType.backendName(type) + " came when it must not");
    }

    /** Tells of a connection's end; the handler cannot do harm by what it throws. */
    static void tellEnd(Consumer<@Nullable PgException> handler, @Nullable PgException reason) {
        try {
            handler.accept(reason);
        } catch (RuntimeException e) {
            log.error("The handler of a connection's end has thrown", e);
        }
    }

    /**
     * What an exchange fails with when its connection has ended. The one that ran fails with the server's own words,
     * but a fatal error that comes when all answers were given says nothing of the statement, which may be committed,
     * and neither do the words of a pooler that has lost the server.
     *
     * @param ran whether it was the one that the server was at
     * @param sent whether it had left
     * @param reason why the connection has ended; null if it was closed in good order
     */
    static PgException lost(Exchange exchange, boolean ran, boolean sent, @Nullable PgException reason) {
        PgServerException poolers =
                reason instanceof PgServerException error && PoolerWords.mayBe(error) ? error : null;
        if (ran
                && (reason instanceof PgProtocolException
                        || (reason instanceof PgServerException && poolers == null && !exchange.isComplete()))) {
            return reason;
        }
        if (sent && poolers != null && PoolerWords.isToWaiting(poolers)) {
            return new PgConnectionLostException(
                    poolers.getMessage() + "; the statement has waited at the pooler and was given to no server",
                    false,
                    poolers);
        }
        String why = reason == null ? "the connection was closed" : String.valueOf(reason.getMessage());
        return new PgConnectionLostException(
                why + "; the statement had " + (sent ? "been sent and may have run" : "not been sent"), sent, reason);
    }

    /** What a connection ends with when an answer of the server could not be handled. */
    static PgException broken(Throwable cause, PgHost host) {
        if (cause instanceof PgException known) {
            return known;
        }
        String what = cause instanceof ProtocolViolation
                ? "protocol violation by " + host + ": " + cause.getMessage()
                : "the answer of " + host + " could not be handled";
        return new PgProtocolException(what, cause);
    }
}
