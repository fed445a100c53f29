package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgServerException;
import io.pgnative.client.PoolerMode;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.ResetPolicy;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Query;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Undoes what the last user has done to a session. Nothing is sent behind it before it has succeeded. */
final class Reset extends Request<@Nullable Void> {

    private static final String FAST = "SELECT pg_catalog.pg_advisory_unlock_all(); CLOSE ALL; UNLISTEN *; RESET ALL";

    private final String sql;
    private boolean answered;
    private @Nullable PgServerException failure;

    Reset(String sql, long deadlineNanos) {
        super(null, deadlineNanos);
        this.sql = sql;
    }

    /** The statements for a server, which is told from others by what it reports; null if there are none. */
    static @Nullable String sql(ResetPolicy policy, Map<String, String> parameters) {
        if (policy == ResetPolicy.NONE
                || parameters.containsKey("crdb_version")
                || parameters.containsKey("crate_version")) {
            return null;
        }
        if (parameters.containsKey("padb_revision")) {
            return "RESET ALL";
        }
        // The role first: what follows may not be allowed to the one that was set.
        return policy == ResetPolicy.FAST
                ? FAST
                : "RESET SESSION AUTHORIZATION; RESET ROLE; " + FAST
                        + "; DISCARD TEMP; DISCARD SEQUENCES; DISCARD PLANS";
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return null;
    }

    /** Behind a pooler there is no session of ours to reset, only server connections that others are given next. */
    @Override
    boolean endsAtOnce(PgSession session) {
        boolean isNotOurs = session.options.poolerMode() == PoolerMode.TRANSACTION;
        if (isNotOurs) {
            session.unchanged();
            complete(session, null);
        }
        return isNotOurs;
    }

    @Override
    void write(ByteBuf out) {
        new Query(sql).write(out);
    }

    @Override
    String sql() {
        return sql;
    }

    @Override
    boolean isAlone() {
        return true;
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        answered |= type == MessageType.COMMAND_COMPLETE;
        return failure == null
                && (type == MessageType.COMMAND_COMPLETE
                        || type == MessageType.ROW_DESCRIPTION
                        || type == MessageType.DATA_ROW);
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return answered || failure != null;
    }

    @Override
    void ready(PgSession session) {
        if (failure != null) {
            fail(session, failure);
        } else {
            session.unchanged();
            complete(session, null);
        }
    }
}
