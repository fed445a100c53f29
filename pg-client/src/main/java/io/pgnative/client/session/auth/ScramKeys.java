package io.pgnative.client.session.auth;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The SCRAM keys of a client's password. Deriving them takes thousands of hash rounds on purpose; connections of a pool
 * share what one of them has derived. Thread-safe; a caller waits while another derives the same keys.
 */
public final class ScramKeys {

    /** One role has one salt; more are kept for passwords that change, and forgotten together. */
    private static final int MOST = 16;

    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;

    private final Map<Origin, Keys> derived = new ConcurrentHashMap<>();
    private final Function<Origin, Keys> derivation;

    /** Has derived none. */
    public ScramKeys() {
        this(ScramKeys::derive);
    }

    /**
     * Derives in another way, for tests that watch it.
     *
     * @param derivation in place of {@link #derive}
     */
    public ScramKeys(Function<Origin, Keys> derivation) {
        this.derivation = derivation;
    }

    /**
     * What keys depend on; the password is never part of a text.
     *
     * @param password not empty
     * @param salt as the server sent it, in base 64
     * @param iterations as the server sent it, checked
     */
    public record Origin(String password, String salt, int iterations) {
        @Override
        public String toString() {
            return "Origin{" + iterations + " iterations}";
        }
    }

    /**
     * A pair of keys.
     *
     * @param client proves that this client knows the password
     * @param server proves that the server does
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Keys(byte[] client, byte[] server) {
        @Override
        public String toString() {
            return "Keys{}";
        }
    }

    /**
     * Derives keys, or takes them from an earlier connection. Not on an event loop.
     *
     * @param password not empty
     * @param salt as the server sent it, in base 64
     * @param iterations as the server sent it, checked
     * @return the keys
     */
    Keys of(String password, String salt, int iterations) {
        if (derived.size() >= MOST) {
            derived.clear();
        }
        return derived.computeIfAbsent(new Origin(password, salt, iterations), derivation);
    }

    /**
     * Derives keys.
     *
     * @param origin of the keys
     * @return the keys
     */
    public static Keys derive(Origin origin) {
        byte[] salted = ScramFunctions.saltedPassword(
                MECHANISM,
                StringPreparation.POSTGRESQL_PREPARATION,
                origin.password.toCharArray(),
                Base64.getDecoder().decode(origin.salt),
                origin.iterations);
        return new Keys(ScramFunctions.clientKey(MECHANISM, salted), ScramFunctions.serverKey(MECHANISM, salted));
    }
}
