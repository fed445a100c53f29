package io.pgnative.client.session.tls;

import io.pgnative.client.PgServerException;
import io.pgnative.client.SqlState;
import io.pgnative.client.SslMode;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One attempt at a server, with or without TLS (libpq, {@code sslmode}). */
public enum Leg {
    /** Without TLS, as was asked for. */
    PLAIN,
    /** With TLS, or on the same connection without, if the server says that it does not speak it. */
    TLS_IF_SPOKEN,
    /** With TLS only. */
    TLS,
    /** Without TLS, since a connection with it came to nothing. */
    PLAIN_AFTER_TLS;

    /**
     * The first attempt.
     *
     * @param mode whether TLS is spoken
     * @param unixSocket whether the server is reached by a Unix socket, where there is no TLS
     * @return how it is made
     */
    public static Leg first(SslMode mode, boolean unixSocket) {
        if (unixSocket) {
            return PLAIN;
        }
        return switch (mode) {
            case DISABLE, ALLOW -> PLAIN;
            case PREFER -> TLS_IF_SPOKEN;
            case REQUIRE, VERIFY_CA, VERIFY_FULL -> TLS;
        };
    }

    /**
     * The attempt after one that has failed. A wrong password is no reason for another one: it would be counted twice.
     *
     * @param mode whether TLS is spoken
     * @param unixSocket as in {@link #first}
     * @param failure what the attempt has failed with
     * @param encrypted whether it had come to speak TLS
     * @return how the next one is made; empty if there is none
     */
    public Optional<Leg> next(SslMode mode, boolean unixSocket, Throwable failure, boolean encrypted) {
        // What a server answers to one whose address, role, database and encryption no rule of it allows.
        boolean refused = failure instanceof PgServerException error
                && SqlState.INVALID_AUTHORIZATION_SPECIFICATION.equals(error.sqlState());
        if (this == PLAIN && mode == SslMode.ALLOW && !unixSocket && refused) {
            return Optional.of(TLS);
        }
        if (this == TLS_IF_SPOKEN && ((refused && encrypted) || isOfTls(failure))) {
            return Optional.of(PLAIN_AFTER_TLS);
        }
        return Optional.empty();
    }

    private static boolean isOfTls(@Nullable Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether TLS is asked for.
     *
     * @return false if the connection is used as it is
     */
    public boolean asksForTls() {
        return this == TLS || this == TLS_IF_SPOKEN;
    }
}
