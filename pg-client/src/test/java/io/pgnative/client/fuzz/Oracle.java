package io.pgnative.client.fuzz;

import io.pgnative.client.fuzz.Calls.Source;
import io.pgnative.client.fuzz.Calls.Success;
import io.pgnative.client.fuzz.Mutated.End;
import java.util.ArrayList;
import java.util.List;

/** Judges how a client has taken what a hostile server has said. */
final class Oracle {

    private final Conversation conversation;
    private final Mutated mutated;

    Oracle(Conversation conversation, Mutated mutated) {
        this.conversation = conversation;
        this.mutated = mutated;
    }

    /**
     * Checks that each call that succeeded has the rows of one answer and all of them, and that no answer is that of
     * two calls.
     */
    void checkRows(Calls calls) {
        byte[] bytes = mutated.bytes();
        Answers answers = Answers.of(bytes, bytes.length);
        byte[] real = new Mutated(conversation.parts(), End.STAY, 0, true, "").bytes();
        // Columns of other types show their values in other ways.
        boolean texts =
                answers.descriptions().equals(Answers.of(real, real.length).descriptions());
        int from = 0;
        for (Success success : calls.successes()) {
            from = switch (success.source()) {
                case ANSWER -> 1 + answer(success.rows(), answers.rows(), from, texts);
                case PORTAL -> portal(success.rows(), answers.rows(), from, texts);
                case COPY -> from;
            };
            if (success.source() == Source.COPY && success.rows().size() == 1) {
                Calls.require(
                        answers.data().contains(success.rows().get(0)),
                        "data of a COPY that no answer has: " + success);
            }
        }
    }

    private static int answer(List<String> given, List<List<String>> answers, int from, boolean texts) {
        for (int i = from; i < answers.size(); i++) {
            if (same(given, answers.get(i), texts)) {
                return i;
            }
        }
        throw new AssertionError("rows " + given + " are those of no answer from number " + from + " on in " + answers);
    }

    /** Answers that follow each other, with some without rows among them. */
    private static int portal(List<String> given, List<List<String>> answers, int from, boolean texts) {
        for (int first = from; first < answers.size(); first++) {
            List<String> all = new ArrayList<>();
            for (int last = first; last < answers.size(); last++) {
                all.addAll(answers.get(last));
                if (same(given, all, texts)) {
                    return last + 1;
                }
            }
        }
        throw new AssertionError("rows " + given + " are not read from " + answers + " from number " + from + " on");
    }

    private static boolean same(List<String> given, List<String> sent, boolean texts) {
        if (given.size() != sent.size()) {
            return false;
        }
        for (int i = 0; i < given.size() && texts; i++) {
            if (!given.get(i).equals(sent.get(i)) && !given.get(i).equals(Calls.UNREADABLE)) {
                return false;
            }
        }
        return true;
    }

    /** Checks that calls end as they did at the real server, if what was said is what that has said. */
    void checkOutcome(Calls calls) {
        if (mutated.isLegal() && !conversation.play().isTimed()) {
            Calls.require(
                    calls.outcome().equals(conversation.outcome()),
                    "ended with " + calls.outcome() + " instead of " + conversation.outcome());
        }
    }

    /**
     * Checks, behind a first query after the conversation, that a connection that has seen too much was not used for
     * it.
     */
    void checkTrust(Calls calls, Ambush ambush) {
        if (mutated.end() != End.STAY) {
            return;
        }
        Answers said = Answers.of(mutated.bytes(), ambush.said());
        // A surplus answer with more to it can meet a question that has left meanwhile: nobody can tell.
        boolean surplus = said.isReadyTwice() && said.ready() > ambush.asked();
        if (calls.sawViolation() || said.isBroken() || surplus) {
            Calls.require(
                    !ambush.wasUsedAfterwards(),
                    "the connection is used on, behind "
                            + (calls.sawViolation()
                                    ? "a violation that a call was told of"
                                    : surplus
                                            ? said.ready() + " answers to " + ambush.asked() + " questions"
                                            : "what is no message")
                            + "; the calls ended with " + calls.outcome());
            ambush.awaitClosed();
        }
    }
}
