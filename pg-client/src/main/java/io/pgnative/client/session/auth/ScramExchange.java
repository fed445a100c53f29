package io.pgnative.client.session.auth;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ServerFirstMessage;
import com.ongres.scram.common.StringPreparation;
import com.ongres.scram.common.exception.ScramException;
import io.pgnative.client.PgConnectException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM-SHA-256, bound to the TLS channel or not (RFC 5802, RFC 7677; protocol, section "SCRAM-SHA-256
 * Authentication").
 */
final class ScramExchange {

    private static final int NONCE_LENGTH = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ScramBinding binding;
    private final String password;
    private final int maxIterations;
    private final ScramKeys keys;
    private final String nonce = ScramFunctions.nonce(NONCE_LENGTH, RANDOM);
    private final ScramClient opening;
    private String challengeText = "";
    private @Nullable ServerFirstMessage challenge;
    private @Nullable ScramClient proving;

    ScramExchange(ScramBinding binding, String password, int maxIterations, ScramKeys keys) {
        this.binding = binding;
        this.password = password;
        this.maxIterations = maxIterations;
        this.keys = keys;
        this.opening = bound(client().password(password.toCharArray())
                        .stringPreparation(StringPreparation.POSTGRESQL_PREPARATION))
                .build();
    }

    private ScramClient.PasswordBuildStage client() {
        // The server takes the user from the StartupMessage and ignores this one.
        return ScramClient.builder()
                .advertisedMechanisms(List.of(binding.mechanism()))
                .username("*");
    }

    private ScramClient.FinalBuildStage bound(ScramClient.FinalBuildStage stage) {
        byte[] data = binding.data();
        if (data != null) {
            stage.channelBinding(ScramBinding.TYPE, data);
        }
        return stage.nonceSupplier(() -> nonce);
    }

    String clientFirst() {
        return opening.clientFirstMessage().toString();
    }

    /** Takes the server's nonce, salt and iteration count. */
    void serverFirst(String message) {
        ServerFirstMessage received;
        try {
            received = opening.serverFirstMessage(message);
            // Here rather than in the key derivation, whose failures cannot be told from our own.
            if (Base64.getDecoder().decode(received.getSalt()).length == 0) {
                throw new IllegalArgumentException("empty salt");
            }
        } catch (ScramException | RuntimeException | AssertionError e) {
            throw new PgConnectException("the server's SCRAM challenge is malformed", e);
        }
        int iterations = received.getIterationCount();
        if (iterations < 1 || iterations > maxIterations) {
            throw new PgConnectException("the server asks for " + iterations + " SCRAM iterations; 1 to "
                    + maxIterations + " are accepted (max-scram-iterations)");
        }
        challenge = received;
        challengeText = message;
    }

    /**
     * Proves to know the password; takes milliseconds unless an earlier connection has derived the keys. Not on an
     * event loop.
     *
     * <p>The library takes keys instead of a password only before the exchange begins, when the salt is not known. So a
     * second client is taken through the same messages.
     */
    String clientFinal() throws ScramException {
        ServerFirstMessage received = challenge;
        if (received == null) {
            throw new IllegalStateException("the server's first message comes first");
        }
        ScramKeys.Keys derived = keys.of(password, received.getSalt(), received.getIterationCount());
        ScramClient client = bound(client().clientAndServerKey(derived.client(), derived.server()))
                .build();
        client.clientFirstMessage();
        client.serverFirstMessage(challengeText);
        proving = client;
        return client.clientFinalMessage().toString();
    }

    /** Checks that the server knows the password, too. */
    void serverFinal(String message) {
        ScramClient client = proving;
        if (client == null) {
            throw new IllegalStateException("our final message comes first");
        }
        try {
            client.serverFinalMessage(message);
        } catch (ScramException | RuntimeException | AssertionError e) {
            throw new PgConnectException("the server could not prove that it knows the password", e);
        }
    }
}
