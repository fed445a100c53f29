package io.pgnative.client.session.auth;

import com.ongres.scram.common.exception.ScramException;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgOptions;
import io.pgnative.client.fuzz.Fuzz;
import io.pgnative.client.session.tls.ChannelSecurity;
import java.util.List;

/** What hears servers by SCRAM, to be fuzzed, and what they say to begin with. */
final class ScramTargets {

    /** The nonce of the client stands in the seeds as a word. */
    private static final String NONCE = "NONCE";

    private static final int MOST_ITERATIONS = 100_000;
    private static final ScramKeys KEYS = new ScramKeys(origin -> new ScramKeys.Keys(new byte[32], new byte[32]));

    private ScramTargets() {}

    private static ScramExchange exchange() {
        LoginPolicy policy = new LoginPolicy(PgOptions.Authentication.DEFAULT, ChannelSecurity.PLAIN, MOST_ITERATIONS);
        return new ScramExchange(
                ScramBinding.choose(List.of("SCRAM-SHA-256"), policy), "geheim", MOST_ITERATIONS, KEYS);
    }

    private static String withNonce(ScramExchange exchange, String text) {
        String first = exchange.clientFirst();
        return text.replace(NONCE, first.substring(first.indexOf(",r=") + 3));
    }

    static List<byte[]> firstMessages() {
        return Fuzz.seeds(
                "r=NONCEmore,s=c2FsdHNhbHQ=,i=4096",
                "r=NONCEmore,s=c2FsdA==,i=1,x=unknown",
                "m=no,r=NONCEmore,s=c2FsdA==,i=4096",
                "r=NONCE,s=,i=2147483647",
                "e=other-error");
    }

    static void hearFirst(byte[] input) {
        ScramExchange exchange = exchange();
        try {
            exchange.serverFirst(withNonce(exchange, Fuzz.text(input)));
        } catch (PgConnectException expected) {
            // What is no challenge.
        }
    }

    static List<byte[]> lastMessages() {
        return Fuzz.seeds(
                "v=cm1GN3BxVjhTN3N1QW9aV2phNGRKUmtGc0tRPQ==",
                "v=",
                "e=invalid-proof",
                "e=other-error,x=more",
                "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    }

    static void hearLast(byte[] input) {
        ScramExchange exchange = exchange();
        exchange.serverFirst(withNonce(exchange, "r=NONCEmore,s=c2FsdA==,i=1"));
        try {
            exchange.clientFinal();
        } catch (ScramException e) {
            throw new IllegalStateException(e);
        }
        boolean refused = false;
        try {
            exchange.serverFinal(Fuzz.text(input));
        } catch (PgConnectException expected) {
            refused = true;
        }
        if (!refused) {
            throw new IllegalStateException("taken for the proof of a server");
        }
    }
}
