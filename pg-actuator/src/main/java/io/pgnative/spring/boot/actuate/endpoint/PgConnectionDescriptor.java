package io.pgnative.spring.boot.actuate.endpoint;

import io.pgnative.client.ConnectionStatistics;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection.
 *
 * @param pid of its backend
 * @param server host and port, as configured
 * @param serverVersion as the server told it
 * @param role {@code primary}, {@code standby}, or {@code unknown} for servers before version 14
 * @param tls whether it is encrypted
 * @param state {@code idle}, {@code busy} or {@code closing}
 * @param inStateMillis for how long
 * @param ageMillis since it was opened
 * @param uses how often it was given back
 * @param carried statements sent to it that are not over
 * @param running the oldest of them; null if there is none
 */
public record PgConnectionDescriptor(
        int pid,
        String server,
        String serverVersion,
        String role,
        boolean tls,
        String state,
        long inStateMillis,
        long ageMillis,
        long uses,
        int carried,
        @Nullable PgRunningDescriptor running) {

    static PgConnectionDescriptor of(ConnectionStatistics connection, StatementTexts texts) {
        return new PgConnectionDescriptor(
                connection.processId(),
                connection.host() + ":" + connection.port(),
                connection.serverVersion().toString(),
                connection.role().name().toLowerCase(Locale.ROOT),
                connection.isEncrypted(),
                connection.state().name().toLowerCase(Locale.ROOT),
                connection.inState().toMillis(),
                connection.age().toMillis(),
                connection.uses(),
                connection.carried(),
                connection.running() == null ? null : PgRunningDescriptor.of(connection.running(), texts));
    }
}
