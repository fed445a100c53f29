package io.pgnative.client.session;

import io.pgnative.client.Rows;
import io.pgnative.client.TargetSessionAttributes;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** Compares a session with what is wanted (libpq, {@code target_session_attrs}). */
final class TargetSession {

    /** Reported by servers from version 14 on; poolers in between may not pass it on. */
    private static final String STANDBY = "in_hot_standby";

    private static final String READ_ONLY = "default_transaction_read_only";

    private static final Future<Optional<String>> FITS = Future.succeededFuture(Optional.empty());

    private final TargetSessionAttributes wanted;

    TargetSession(TargetSessionAttributes wanted) {
        this.wanted = wanted;
    }

    /** Whether a session of another kind is better than none. */
    boolean isPreference() {
        return wanted == TargetSessionAttributes.PREFER_PRIMARY || wanted == TargetSessionAttributes.PREFER_STANDBY;
    }

    /**
     * Compares, if it has to by asking the server.
     *
     * @param session with nothing in flight
     * @param deadlineNanos by when the server has to answer
     * @return what is not as wanted; empty if the session is as wanted
     */
    Future<Optional<String>> mismatch(Session session, long deadlineNanos) {
        return switch (wanted) {
            case ANY -> FITS;
            case PRIMARY, PREFER_PRIMARY ->
                unless(isStandby(session, deadlineNanos), false, "the server is a standby, not a primary");
            case STANDBY, PREFER_STANDBY ->
                unless(isStandby(session, deadlineNanos), true, "the server is a primary, not a standby");
            case READ_WRITE -> unless(isReadOnly(session, deadlineNanos), false, "the session is read-only");
            case READ_ONLY -> unless(isReadOnly(session, deadlineNanos), true, "the session is not read-only");
        };
    }

    /**
     * Whether a server that was taken for writing takes no writes any more.
     *
     * @param wanted what it had to be like
     * @param reported what it reports now
     * @return false also if it does not report
     */
    static boolean isDemoted(TargetSessionAttributes wanted, Map<String, String> reported) {
        boolean isStandby = "on".equals(reported.get(STANDBY));
        return switch (wanted) {
            case PRIMARY -> isStandby;
            case READ_WRITE -> isStandby || "on".equals(reported.get(READ_ONLY));
            default -> false;
        };
    }

    private static Future<Optional<String>> unless(Future<Boolean> is, boolean expected, String otherwise) {
        return is.map(value -> value == expected ? Optional.empty() : Optional.of(otherwise));
    }

    private static Future<Boolean> isStandby(Session session, long deadlineNanos) {
        String reported = session.settings().get(STANDBY);
        return reported != null
                ? Future.succeededFuture(reported.equals("on"))
                : ask(session, "select pg_catalog.pg_is_in_recovery()::text", "true", deadlineNanos);
    }

    private static Future<Boolean> isReadOnly(Session session, long deadlineNanos) {
        Map<String, String> reported = session.settings();
        return reported.containsKey(STANDBY) && reported.containsKey(READ_ONLY)
                ? Future.succeededFuture("on".equals(reported.get(STANDBY)) || "on".equals(reported.get(READ_ONLY)))
                : ask(session, "show transaction_read_only", "on", deadlineNanos);
    }

    private static Future<Boolean> ask(Session session, String sql, String yes, long deadlineNanos) {
        Request<Rows> request = Requests.query(null, sql, new Object[0], ResultCollector.rows(), deadlineNanos);
        session.submit(request);
        return request.future().map(rows -> yes.equals(rows.get(0).getString(0)));
    }
}
