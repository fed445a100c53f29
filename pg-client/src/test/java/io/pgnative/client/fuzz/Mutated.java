package io.pgnative.client.fuzz;

import java.util.List;

/**
 * What a hostile server is going to say.
 *
 * @param parts in this order, each after so many messages of the client
 * @param end what it does after the last of them
 * @param piece into how many bytes at most each is cut, 0 for uncut
 * @param isLegal whether the bytes are those of the real server
 * @param change what was changed, for messages
 */
record Mutated(List<Part> parts, End end, int piece, boolean isLegal, String change) {

    /** What a server does after its last byte. */
    enum End {
        /** Goes on as an honest one. */
        STAY,
        CLOSE,
        RESET,
        SILENCE
    }

    int length() {
        return parts.stream().mapToInt(part -> part.bytes().length).sum();
    }

    byte[] bytes() {
        byte[] all = new byte[length()];
        int at = 0;
        for (Part part : parts) {
            System.arraycopy(part.bytes(), 0, all, at, part.bytes().length);
            at += part.bytes().length;
        }
        return all;
    }
}
