package io.pgnative.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a pool, at one moment.
 *
 * @param processId of its backend
 * @param host the server, as configured
 * @param port its port
 * @param serverVersion as of the start-up
 * @param role whether the server writes
 * @param isEncrypted whether it speaks TLS
 * @param state who has it
 * @param inState for how long it has been idle or in use; zero while it is being closed
 * @param age since it was opened
 * @param uses how often it was given back to the pool
 * @param carried the statements sent to it that are not over
 * @param running the oldest of them; null if there is none, or the client runs it for itself
 * @param statements what is prepared on it, the least recently used first
 */
public record ConnectionStatistics(
        int processId,
        String host,
        int port,
        ServerVersion serverVersion,
        Role role,
        boolean isEncrypted,
        State state,
        Duration inState,
        Duration age,
        long uses,
        int carried,
        @Nullable RunningStatement running,
        List<StatementStatistics> statements) {

    /** Who has a connection. */
    public enum State {
        /** Nobody. */
        IDLE,
        /** A user, or several single statements. */
        BUSY,
        /** Nobody any more: it is being closed. */
        CLOSING
    }

    /** What servers report of themselves from version 14 on. */
    public enum Role {
        /** It takes writes. */
        PRIMARY,
        /** It follows another server. */
        STANDBY,
        /** It does not say, as servers before version 14 and some poolers do not. */
        UNKNOWN
    }

    /** Makes one. */
    public ConnectionStatistics {
        statements = List.copyOf(statements);
    }
}
