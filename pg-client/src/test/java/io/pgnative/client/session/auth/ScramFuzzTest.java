package io.pgnative.client.session.auth;

import com.ongres.scram.common.exception.ScramException;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.fuzz.Fuzz;
import io.pgnative.client.session.tls.ChannelSecurity;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S07, S08: whatever a server says by SCRAM is taken or refused")
class ScramFuzzTest {

    private static final String NONCE = "NONCE";
    private static final int MOST_ITERATIONS = 100_000;

    private final ScramKeys keys = new ScramKeys(origin -> new ScramKeys.Keys(new byte[32], new byte[32]));

    private ScramExchange exchange() {
        LoginPolicy policy = new LoginPolicy(PgOptions.Authentication.DEFAULT, ChannelSecurity.PLAIN, MOST_ITERATIONS);
        return new ScramExchange(
                ScramBinding.choose(List.of("SCRAM-SHA-256"), policy), "geheim", MOST_ITERATIONS, keys);
    }

    /** The nonce of the client stands in the seeds as a word. */
    private static String withNonce(ScramExchange exchange, String text) {
        String first = exchange.clientFirst();
        return text.replace(NONCE, first.substring(first.indexOf(",r=") + 3));
    }

    @Test
    void hearsTheServersFirstMessage() {
        List<String> seeds = List.of(
                "r=NONCEmore,s=c2FsdHNhbHQ=,i=4096",
                "r=NONCEmore,s=c2FsdA==,i=1,x=unknown",
                "m=no,r=NONCEmore,s=c2FsdA==,i=4096",
                "r=NONCE,s=,i=2147483647",
                "e=other-error");
        Fuzz.runText(seeds, text -> {
            ScramExchange exchange = exchange();
            try {
                exchange.serverFirst(withNonce(exchange, text));
            } catch (PgConnectException expected) {
                // What is no challenge.
            }
        });
    }

    @Test
    void hearsTheServersLastMessage() {
        List<String> seeds = List.of(
                "v=cm1GN3BxVjhTN3N1QW9aV2phNGRKUmtGc0tRPQ==",
                "v=",
                "e=invalid-proof",
                "e=other-error,x=more",
                "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        Fuzz.runText(seeds, text -> {
            ScramExchange exchange = exchange();
            exchange.serverFirst(withNonce(exchange, "r=NONCEmore,s=c2FsdA==,i=1"));
            try {
                exchange.clientFinal();
            } catch (ScramException e) {
                throw new IllegalStateException(e);
            }
            boolean refused = false;
            try {
                exchange.serverFinal(text);
            } catch (PgConnectException expected) {
                refused = true;
            }
            if (!refused) {
                throw new IllegalStateException("taken for the proof of a server");
            }
        });
    }
}
