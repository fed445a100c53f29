package io.pgnative.client.session.auth;

import org.jspecify.annotations.Nullable;

/**
 * What of a failure of GSSAPI is shown. Texts of a KDC or a server that nobody has vouched for may be part of it, so
 * they are shortened, and the exceptions themselves are kept from logs.
 */
final class GssFailures {

    private static final int LONGEST = 300;

    private GssFailures() {}

    /**
     * Of a failure and what has caused it.
     *
     * @param failure as it was thrown
     * @return its texts, from the outermost inwards, on one line
     */
    static String text(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 8; depth++) {
            append(text, at.getMessage());
            at = at.getCause();
        }
        return text.length() == 0 ? failure.getClass().getSimpleName() : text.toString();
    }

    private static void append(StringBuilder text, @Nullable String message) {
        if (message == null || message.isBlank()) {
            return;
        }
        String printable = message.replaceAll("\\p{Cntrl}", " ").strip();
        String shown = printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + " ...";
        if (text.indexOf(shown) < 0) {
            text.append(text.length() == 0 ? "" : "; ").append(shown);
        }
    }
}
