package io.pgnative.client.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of SCRAM-SHA-256, one conversation after the other. */
final class ScramProof {

    private static final byte[] SALT = "saltsalt".getBytes(StandardCharsets.US_ASCII);
    private static final int ITERATIONS = 10;

    private final String password;
    private String messages = "";

    ScramProof(String password) {
        this.password = password;
    }

    String challenge(String clientNonce) {
        String first = "r=" + clientNonce + "srv,s=" + Base64.getEncoder().encodeToString(SALT) + ",i=" + ITERATIONS;
        messages = "n=*,r=" + clientNonce + "," + first;
        return first;
    }

    /** What proves to a client, that has sent this final message, that the server knows the password. */
    String of(String clientFinal) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), SALT, ITERATIONS, 256);
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            String signed = messages + "," + clientFinal.substring(0, clientFinal.indexOf(",p="));
            return "v=" + Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), signed));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
