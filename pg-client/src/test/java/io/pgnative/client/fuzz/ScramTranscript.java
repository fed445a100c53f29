package io.pgnative.client.fuzz;

import io.pgnative.client.wire.Message;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.AuthenticationSASLFinal;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a start-up by SCRAM (RFC 5802), which holds for the nonce of that client alone; and what a server
 * says in its place to a client with another nonce. As the keys stay the same, they are derived once.
 */
final class ScramTranscript {

    private final String nonce;
    private final String serverFirst;
    private final String signature;
    private final byte[] serverKey;

    private ScramTranscript(String clientFirst, String serverFirst, String serverFinal) {
        this.nonce = attribute(clientFirst, "r=");
        this.serverFirst = serverFirst;
        this.signature = attribute(serverFinal, "v=");
        try {
            byte[] salt = Base64.getDecoder().decode(attribute(serverFirst, "s="));
            int iterations = Integer.parseInt(attribute(serverFirst, "i="));
            PBEKeySpec spec = new PBEKeySpec(Play.PASSWORD.toCharArray(), salt, iterations, 256);
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            this.serverKey = hmac(salted, "Server Key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static @Nullable ScramTranscript of(List<Message> heard) {
        String first = text(heard, SASLInitialResponse.class);
        return first == null || heard.stream().noneMatch(AuthenticationSASLFinal.class::isInstance)
                ? null
                : new ScramTranscript(
                        first,
                        Objects.requireNonNull(text(heard, AuthenticationSASLContinue.class)),
                        Objects.requireNonNull(text(heard, AuthenticationSASLFinal.class)));
    }

    private static @Nullable String text(List<Message> heard, Class<? extends Message> type) {
        for (Message message : heard) {
            if (type.isInstance(message)) {
                byte[] bytes = Part.bytes(message);
                String all = new String(bytes, StandardCharsets.ISO_8859_1);
                return all.substring(Math.max(all.lastIndexOf('\0'), 8) + 1);
            }
        }
        return null;
    }

    private static String attribute(String text, String name) {
        for (String part : text.split(",", -1)) {
            if (part.startsWith(name)) {
                return part.substring(name.length());
            }
        }
        throw new IllegalArgumentException("no " + name + " in what was said by SCRAM");
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One start-up with another nonce. */
    final class Replay {

        private @Nullable String first;
        private @Nullable String proven;

        /** Hears SASLInitialResponse, then SASLResponse. */
        void hear(String body) {
            if (first == null) {
                first = body.substring(body.indexOf("n=,r="));
                return;
            }
            String server = serverFirst.replace(nonce, attribute(first, "r="));
            int proof = body.lastIndexOf(",p=");
            String all = first + "," + server + "," + body.substring(0, Math.max(proof, 0));
            try {
                proven = Base64.getEncoder().encodeToString(hmac(serverKey, all));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** What the server would say to this client, as far as the mutation has left it. */
        byte[] adapted(byte[] bytes) {
            byte[] result = bytes;
            if (first != null) {
                result = replaced(result, nonce, attribute(first, "r="));
            }
            return proven == null ? result : replaced(result, signature, proven);
        }

        private static byte[] replaced(byte[] bytes, String from, String to) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.contains(from) && from.length() == to.length()
                    ? text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1)
                    : Arrays.copyOf(bytes, bytes.length);
        }
    }
}
