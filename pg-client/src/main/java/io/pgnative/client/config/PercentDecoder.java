package io.pgnative.client.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-decoding of the parts of a URI (RFC 3986 section 2.1), strict: a broken escape is not taken literally. */
final class PercentDecoder {

    private PercentDecoder() {}

    /**
     * Decodes one part.
     *
     * @param part the raw text
     * @return the text, or null if an escape is incomplete or the bytes are not UTF-8
     */
    static @Nullable String decode(String part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(part.length());
        int i = 0;
        while (i < part.length()) {
            char c = part.charAt(i);
            if (c == '%') {
                int high = i + 2 < part.length() ? Character.digit(part.charAt(i + 1), 16) : -1;
                int low = i + 2 < part.length() ? Character.digit(part.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.write((high << 4) | low);
                i += 3;
            } else {
                int codePoint = part.codePointAt(i);
                if (codePoint <= Character.MAX_VALUE && Character.isSurrogate((char) codePoint)) {
                    return null;
                }
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
