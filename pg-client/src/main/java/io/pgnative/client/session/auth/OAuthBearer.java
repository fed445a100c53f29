package io.pgnative.client.session.auth;

import io.pgnative.client.PgConnectException;
import io.pgnative.client.wire.Bytes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SASL mechanism OAUTHBEARER (RFC 7628; protocol, section "OAUTHBEARER Authentication"). */
final class OAuthBearer {

    static final String MECHANISM = "OAUTHBEARER";

    /** What ends an exchange that the server has refused. */
    static final Bytes ACKNOWLEDGEMENT = Bytes.of((byte) 1);

    private static final char SEPARATOR = '\u0001';

    /** Of RFC 6750, section 2.1: nothing in a token can be taken for another field. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private OAuthBearer() {}

    static String initialResponse(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            throw new PgConnectException("the server asks for a bearer token, but no token supplier is configured");
        }
        if (!TOKEN.matcher(token).matches()) {
            throw new PgConnectException("the token supplier has given a text that is no bearer token;"
                    + " expected letters, digits and -._~+/ (RFC 6750)");
        }
        return "n,," + SEPARATOR + "auth=Bearer " + token + SEPARATOR + SEPARATOR;
    }
}
