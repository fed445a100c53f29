package io.pgnative.client.session;

import io.netty.buffer.ByteBufUtil;
import io.pgnative.client.PgMisuseException;
import java.util.Objects;

/** Names of channels, which are identifiers: any text of up to 63 bytes. */
public final class ChannelNames {

    /** The server cuts longer names off without an error, so that one would listen to something else. */
    private static final int MOST_BYTES = 63;

    private ChannelNames() {}

    /**
     * Refuses what cannot be the name of a channel.
     *
     * @param channel a name, as it is between quotes
     * @return the name
     * @throws PgMisuseException saying what is wrong with it
     */
    public static String check(String channel) {
        Objects.requireNonNull(channel, "channel must not be null");
        if (channel.isEmpty()) {
            throw new PgMisuseException("the name of a channel must not be empty");
        }
        if (channel.indexOf('\0') >= 0) {
            throw new PgMisuseException("the name of a channel must not hold a NUL character");
        }
        int bytes = ByteBufUtil.utf8Bytes(channel);
        if (bytes > MOST_BYTES) {
            throw new PgMisuseException("the name of a channel is " + bytes + " bytes long in UTF-8; the server takes "
                    + MOST_BYTES + " at most: " + channel);
        }
        for (int i = 0; i < channel.length(); i++) {
            char c = channel.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < channel.length()
                        && Character.isLowSurrogate(channel.charAt(i + 1));
                if (!isPair) {
                    throw new PgMisuseException(
                            "the name of a channel holds half a surrogate pair, which is no character");
                }
                i++;
            }
        }
        return channel;
    }

    static String quoted(String channel) {
        return '"' + channel.replace("\"", "\"\"") + '"';
    }
}
