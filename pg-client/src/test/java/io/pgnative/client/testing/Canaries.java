package io.pgnative.client.testing;

import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.frontend.SASLResponse;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of all tests of this process: those that they log in with, and those that clients and servers agree upon
 * under the eyes of a fixture. {@link SecretsWatch} looks for them.
 */
public final class Canaries {

    /** So few bytes are by chance in a text that has nothing to do with them. */
    private static final int SHORTEST = 8;

    private static final String PROOF = ",p=";

    private static final Map<String, String> KINDS = new ConcurrentHashMap<>();

    private Canaries() {}

    /**
     * Makes a secret known.
     *
     * @param kind what it is, for the report, which does not repeat it
     * @param secret a text of 8 characters or more, and like no other
     * @return the secret
     * @throws IllegalArgumentException if it is shorter
     */
    public static String add(String kind, String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException("a " + kind + " of " + secret.length() + " characters is no canary");
        }
        KINDS.put(secret, kind);
        return secret;
    }

    /** What a fixture saw on its way, if it is one of the messages with a secret in it. */
    static void saw(Object message) {
        if (message instanceof SASLResponse response) {
            String text = response.data().toUtf8();
            int proof = text.indexOf(PROOF);
            if (proof >= 0 && text.length() - proof - PROOF.length() >= SHORTEST) {
                add("SCRAM proof", text.substring(proof + PROOF.length()));
            }
        } else if (message instanceof BackendKeyData key && !key.secretKey().equals(Script.SECRET_KEY)) {
            sawKey(key.secretKey());
        }
    }

    /** In the two forms that a key is likely to be shown in. */
    private static void sawKey(Bytes key) {
        String hex = HexFormat.of().formatHex(key.toArray());
        if (hex.length() < SHORTEST || hex.matches("(..)\\1*")) {
            return;
        }
        add("cancel key", hex);
        if (key.length() == Integer.BYTES) {
            String number = String.valueOf(Integer.parseUnsignedInt(hex, 16));
            String unsigned = Integer.toUnsignedString(Integer.parseUnsignedInt(hex, 16));
            if (number.length() > SHORTEST) {
                add("cancel key", number);
                add("cancel key", unsigned);
            }
        }
    }

    /** What kind of secret is in a text. */
    static @Nullable String in(String text) {
        if (text.length() < SHORTEST) {
            return null;
        }
        for (Map.Entry<String, String> secret : KINDS.entrySet()) {
            if (text.contains(secret.getKey())) {
                return secret.getValue();
            }
        }
        return null;
    }
}
