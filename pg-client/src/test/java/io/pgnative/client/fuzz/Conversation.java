package io.pgnative.client.fuzz;

import io.pgnative.client.wire.Message;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.pgnative.client.wire.frontend.Terminate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a real server has said in answer to a play.
 *
 * @param play the calls
 * @param parts what the server said; of a start-up all of it, else what followed the start-up
 * @param outcome of each call
 * @param scram of a start-up by SCRAM, else null
 */
record Conversation(
        Play play,
        List<Part> parts,
        List<String> outcome,
        @Nullable ScramTranscript scram) {

    /** Makes one of what a proxy has heard on one connection, and on those that cancelled something on it. */
    static Conversation of(Play play, List<Message> heard, List<String> outcome) {
        if (heard.stream().filter(StartupMessage.class::isInstance).count() != 1) {
            throw new IllegalStateException(play + " has not taken one connection: " + heard);
        }
        List<Part> parts = new ArrayList<>();
        boolean listening = play.isStartup();
        int sent = 0;
        for (Message message : heard) {
            if (!listening) {
                listening = message instanceof ReadyForQuery;
            } else if (!(message instanceof FrontendMessage)) {
                parts.add(new Part(sent, Part.bytes(message)));
            } else if (!(message instanceof Terminate)) {
                sent++;
            }
        }
        return new Conversation(play, List.copyOf(parts), outcome, ScramTranscript.of(heard));
    }
}
