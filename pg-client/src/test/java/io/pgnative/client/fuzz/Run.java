package io.pgnative.client.fuzz;

import java.util.Random;

/**
 * One run of the fuzzer.
 *
 * @param play the calls
 * @param mutation the kind of harm
 * @param seed of the numbers that choose the harm
 */
record Run(Play play, Mutation mutation, long seed) {

    /** The run with a number, when there is to be one of each play with each kind again and again. */
    static Run number(long base, int number) {
        Play[] plays = Play.values();
        Mutation[] mutations = Mutation.values();
        return new Run(
                plays[number % plays.length],
                mutations[number / plays.length % mutations.length],
                new Random(base * 1_000_003 + number).nextLong());
    }

    /** Reads what {@link #toString} has written. */
    static Run parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("pgnative.fuzz.only is PLAY/MUTATION/SEED, not " + text);
        }
        return new Run(Play.valueOf(parts[0]), Mutation.valueOf(parts[1]), Long.parseLong(parts[2]));
    }

    Mutated mutated(Conversation conversation) {
        return mutation.apply(conversation.parts(), new Random(seed));
    }

    @Override
    public String toString() {
        return play + "/" + mutation + "/" + seed;
    }
}
