package io.pgnative.client.session.auth;

import io.pgnative.client.PgConnectException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The answer to AuthenticationMD5Password (protocol, section "Start-up"). */
final class Md5Password {

    private Md5Password() {}

    static String answer(String user, String password, byte[] salt) {
        String inner = md5(password.getBytes(StandardCharsets.UTF_8), user.getBytes(StandardCharsets.UTF_8));
        return "md5" + md5(inner.getBytes(StandardCharsets.US_ASCII), salt);
    }

    private static String md5(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(first);
            digest.update(second);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new PgConnectException(
                    "this Java runtime has no MD5; let the server use scram-sha-256 for this role", e);
        }
    }
}
