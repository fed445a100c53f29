package io.pgnative.client.session.auth;

import io.pgnative.client.AuthenticationMethod;
import io.pgnative.client.ChannelBinding;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.session.tls.ChannelSecurity;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a server may ask for on one connection, by the options and by how the connection is protected. Asked before
 * anything that depends on a secret is written.
 */
public final class LoginPolicy {

    private final PgOptions.Authentication options;
    private final ChannelSecurity security;
    private final int maxScramIterations;

    /**
     * Makes one.
     *
     * @param options what the user allows
     * @param security how the connection is protected
     * @param maxScramIterations the highest iteration count accepted
     */
    public LoginPolicy(PgOptions.Authentication options, ChannelSecurity security, int maxScramIterations) {
        this.options = options;
        this.security = security;
        this.maxScramIterations = maxScramIterations;
    }

    ChannelSecurity security() {
        return security;
    }

    PgOptions.Gss gss() {
        return options.gss();
    }

    int maxScramIterations() {
        return maxScramIterations;
    }

    /** Refuses a connection that cannot fulfil the policy, whatever the server says, before anything is sent. */
    public void requireBindable() {
        if (options.channelBinding() == ChannelBinding.REQUIRE && !security.encrypted()) {
            throw new PgConnectException("channel_binding=require needs TLS, and this connection has none");
        }
    }

    /**
     * Refuses what the server asks for unless that is allowed.
     *
     * @param method what it asks for
     * @param bound whether that is bound to the TLS channel
     */
    void require(AuthenticationMethod method, boolean bound) {
        Set<AuthenticationMethod> allowed = options.requireAuth();
        if (!allowed.contains(method)) {
            throw new PgConnectException("the server " + asks(method) + ", which require_auth forbids; it allows "
                    + String.join(", ", names(allowed)));
        }
        if (options.channelBinding() == ChannelBinding.REQUIRE && !bound) {
            throw new PgConnectException("the server " + asks(method)
                    + ", which does not bind to the TLS channel; channel_binding=require demands SCRAM-SHA-256-PLUS");
        }
        switch (method) {
            case PASSWORD -> requireTrusted(method, options.cleartextUnverified(), "cleartext-unverified");
            case MD5 -> requireTrusted(method, options.md5Unverified(), "md5-unverified");
            case OAUTH -> requireTrusted(method, options.cleartextUnverified(), "cleartext-unverified");
            case GSS -> requireGss();
            default -> {}
        }
    }

    /** Nobody's tickets are to be used because a server asks for them. */
    private void requireGss() {
        if (!options.gss().configured()) {
            throw new PgConnectException("the server " + asks(AuthenticationMethod.GSS)
                    + ", which is not configured; let it use scram-sha-256, or allow it by krbsrvname,"
                    + " require_auth=gss or authentication.gssCredentials");
        }
    }

    private void requireTrusted(AuthenticationMethod method, boolean allowed, String option) {
        if (security.verified()) {
            return;
        }
        if (security.fallback()) {
            throw new PgConnectException("the server " + asks(method) + ", but would not speak TLS: that is not told"
                    + " over a connection that was to be encrypted; let the server use scram-sha-256 or TLS");
        }
        if (!allowed) {
            throw new PgConnectException("the server " + asks(method)
                    + " over a connection on which nothing proves that it is the server; let it use scram-sha-256, or"
                    + " set sslmode to verify-ca or verify-full, or allow it by authentication." + option);
        }
    }

    private static String asks(AuthenticationMethod method) {
        return switch (method) {
            case NONE -> "asks for no authentication (none)";
            case PASSWORD -> "asks for the password in the clear (password)";
            case MD5 -> "asks for an MD5 hash of the password (md5)";
            case OAUTH -> "asks for a bearer token (oauth)";
            case GSS -> "asks for Kerberos through GSSAPI (gss)";
            default -> "asks for authentication by " + method;
        };
    }

    private static Set<String> names(Set<AuthenticationMethod> methods) {
        Set<String> names = new TreeSet<>();
        methods.forEach(method -> names.add(method.toString()));
        return names;
    }

    /** Whether authentication is to be bound if that can be done. */
    boolean wantsBinding() {
        return options.channelBinding() != ChannelBinding.DISABLE && security.encrypted();
    }

    boolean requiresBinding() {
        return options.channelBinding() == ChannelBinding.REQUIRE;
    }
}
