package io.pgnative.client.session;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.ServerFirstMessage;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import io.pgnative.client.PgConnectException;
import java.util.Base64;
import java.util.List;

/** SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677; protocol, section "SASL Authentication"). */
final class ScramExchange {

    private static final String MECHANISM = "SCRAM-SHA-256";

    private final ScramClient client;
    private final int maxIterations;

    ScramExchange(List<String> mechanisms, String password, int maxIterations) {
        if (!mechanisms.contains(MECHANISM)) {
            throw new PgConnectException("the server offers none of the SASL mechanisms that this client speaks; it"
                    + " speaks " + MECHANISM);
        }
        this.maxIterations = maxIterations;
        this.client = ScramClient.builder()
                .advertisedMechanisms(List.of(MECHANISM))
                // The server takes the user from the StartupMessage and ignores this one.
                .username("*")
                .password(password.toCharArray())
                .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION)
                .build();
    }

    String mechanism() {
        return MECHANISM;
    }

    String clientFirst() {
        return client.clientFirstMessage().toString();
    }

    /** Takes the server's nonce, salt and iteration count. */
    void serverFirst(String message) {
        int iterations;
        try {
            ServerFirstMessage challenge = client.serverFirstMessage(message);
            iterations = challenge.getIterationCount();
            // Here rather than in the key derivation, whose failures cannot be told from our own.
            if (Base64.getDecoder().decode(challenge.getSalt()).length == 0) {
                throw new IllegalArgumentException("empty salt");
            }
        } catch (ScramException | RuntimeException | AssertionError e) {
            throw new PgConnectException("the server's SCRAM challenge is malformed", e);
        }
        if (iterations < 1 || iterations > maxIterations) {
            throw new PgConnectException("the server asks for " + iterations + " SCRAM iterations; 1 to "
                    + maxIterations + " are accepted (max-scram-iterations)");
        }
    }

    /** Derives the keys and proves to know the password; takes milliseconds. */
    String clientFinal() {
        return client.clientFinalMessage().toString();
    }

    /** Checks that the server knows the password, too. */
    void serverFinal(String message) {
        try {
            client.serverFinalMessage(message);
        } catch (ScramException | RuntimeException | AssertionError e) {
            throw new PgConnectException("the server could not prove that it knows the password", e);
        }
    }
}
