package io.pgnative.client.session.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in a few words why TLS has failed. */
final class TlsFailures {

    private static final int LONGEST = 200;

    private TlsFailures() {}

    /**
     * The innermost reason that is one of TLS or of certificates; what is of the peer's making in it is made harmless.
     */
    static String explain(@Nullable Throwable failure) {
        Throwable told = failure;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof NotSslRecordException) {
                return "the server's answer is not TLS";
            }
            if (at instanceof SSLException
                    || at instanceof CertificateException
                    || at instanceof CertPathValidatorException
                    || told instanceof DecoderException) {
                told = at;
            }
        }
        if (told == null) {
            return "the handshake failed";
        }
        String message = told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
        String harmless = message.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
        return harmless.length() > LONGEST ? harmless.substring(0, LONGEST) + " ..." : harmless;
    }
}
