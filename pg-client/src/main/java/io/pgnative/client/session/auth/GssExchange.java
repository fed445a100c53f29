package io.pgnative.client.session.auth;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.wire.Bytes;
import java.util.concurrent.atomic.AtomicReference;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/**
 * Kerberos through GSSAPI (protocol, section "Start-up", AuthenticationGSS; RFC 4121): tokens go to and fro until both
 * sides have proven who they are. {@link #next} may wait for a KDC and is never called on an event loop; {@link #end}
 * may be called by anyone at any time.
 */
public final class GssExchange {

    /** The largest token that a server takes, in bytes, and that we take of one (PG_MAX_AUTH_TOKEN_LENGTH). */
    static final int MAX_TOKEN = 65_535;

    /** More tokens than any mechanism needs: Kerberos needs two of ours at most. */
    static final int MAX_TOKENS = 8;

    /** Makes the context of an exchange; may wait for a KDC. */
    @FunctionalInterface
    interface Opener {

        /**
         * Finds the credentials and makes a context that proves both sides.
         *
         * @return a context that nothing was done with
         * @throws GSSException if there are no credentials, or the service cannot be named
         */
        GssContext open() throws GSSException;
    }

    /**
     * A token to be sent, and where the exchange stands then.
     *
     * @param token null if there is none to be sent
     * @param established whether both sides have proven who they are
     */
    public record Step(@Nullable Bytes token, boolean established) {}

    private enum Phase {
        IDLE,
        STEPPING,
        ENDED
    }

    private final String service;
    private final Opener opener;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);
    private volatile @Nullable GssContext opened;
    private int tokens;

    /**
     * Makes one that has not begun.
     *
     * @param service the server's name, as in {@code postgres@db.example.com}
     * @param opener makes the context
     */
    GssExchange(String service, Opener opener) {
        this.service = service;
        this.opener = opener;
    }

    /**
     * Takes the server's token and makes the next one of ours.
     *
     * @param received what the server has sent; empty at first
     * @return what is to be sent
     * @throws PgConnectException if there is no way to go on; its text shows neither tokens nor tickets
     */
    public Step next(Bytes received) {
        if (!phase.compareAndSet(Phase.IDLE, Phase.STEPPING)) {
            throw new PgConnectException(
                    "the connection has ended before its GSSAPI context with " + service + " could be established");
        }
        try {
            return step(received);
        } catch (GSSException | RuntimeException e) {
            throw e instanceof PgConnectException known ? known : failed(GssFailures.text(e));
        } finally {
            if (!phase.compareAndSet(Phase.STEPPING, Phase.IDLE)) {
                dispose();
            }
        }
    }

    private Step step(Bytes received) throws GSSException {
        if (++tokens > MAX_TOKENS) {
            throw failed("the server goes on after " + MAX_TOKENS + " tokens");
        }
        if (received.length() > MAX_TOKEN) {
            throw failed("the server's token has " + received.length() + " bytes; expected at most " + MAX_TOKEN);
        }
        GssContext context = opened;
        if (context == null) {
            context = opener.open();
            opened = context;
        }
        GSSContext gss = context.context();
        byte[] token = received.toArray();
        byte @Nullable [] answer = gss.initSecContext(token, 0, token.length);
        boolean established = gss.isEstablished();
        if (established && !gss.getMutualAuthState()) {
            throw failed("the server has not proven who it is");
        }
        boolean empty = answer == null || answer.length == 0;
        if (!established && empty) {
            throw failed("the mechanism has neither finished nor anything to say");
        }
        if (!empty && answer.length > MAX_TOKEN) {
            throw failed("our token has " + answer.length + " bytes, and a server takes " + MAX_TOKEN
                    + "; the account may be in too many groups");
        }
        return new Step(empty ? null : Bytes.of(answer), established);
    }

    /**
     * Ends the exchange, established or not, and frees what it holds: now, or when the step that runs is done, which
     * cannot be hurried. Asks nobody and never waits.
     */
    public void end() {
        if (phase.getAndSet(Phase.ENDED) == Phase.IDLE) {
            dispose();
        }
    }

    private void dispose() {
        GssContext context = opened;
        opened = null;
        if (context != null) {
            context.dispose();
        }
    }

    private PgConnectException failed(String reason) {
        return new PgConnectException("no GSSAPI context (Kerberos) with " + service + ": " + reason);
    }

    @Override
    public String toString() {
        return "GssExchange[" + service + ", " + phase + "]";
    }
}
