package io.pgnative.client.session.auth;

import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A context, and the credentials that were acquired for it alone.
 *
 * @param context of one connection
 * @param credential ours to free; null if somebody else has given it, who may go on to use it
 */
record GssContext(GSSContext context, @Nullable GSSCredential credential) {

    private static final Logger log = LoggerFactory.getLogger(GssContext.class);

    /** Frees both; local, nobody is asked. */
    void dispose() {
        try {
            context.dispose();
            if (credential != null) {
                credential.dispose();
            }
        } catch (GSSException e) {
            log.debug("A GSSAPI context cannot be freed: {}", GssFailures.text(e));
        }
    }

    @Override
    public String toString() {
        return "GssContext";
    }
}
