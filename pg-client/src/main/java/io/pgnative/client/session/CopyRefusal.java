package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgMisuseException;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.CopyFail;
import org.jspecify.annotations.Nullable;

/**
 * Turns away a COPY that a query or a script has begun, so that the connection stays usable: COPY FROM STDIN is told to
 * fail, the data of COPY TO STDOUT is passed over (protocol, section "COPY Operations").
 */
final class CopyRefusal {

    private static final String COPY = "copy";

    private boolean receiving;
    private @Nullable PgMisuseException failure;

    /**
     * A message of COPY.
     *
     * @param mayBegin whether COPY may begin now
     * @param extended whether the extended protocol is spoken: the server has then passed over the Sync that was sent
     *     before it said CopyInResponse, and waits for another one after the failure
     * @return false if it must not come now
     */
    boolean takes(byte type, boolean mayBegin, boolean extended, ByteBuf out) {
        return switch (type) {
            case MessageType.COPY_IN_RESPONSE -> {
                if (!mayBegin || receiving) {
                    yield false;
                }
                failure = new PgMisuseException(
                        "COPY FROM STDIN does not go through a query or a script; nothing was copied");
                new CopyFail("COPY FROM STDIN does not go through a query").write(out);
                if (extended) {
                    Statement.writeSync(out);
                }
                yield true;
            }
            case MessageType.COPY_OUT_RESPONSE -> {
                boolean expected = mayBegin && !receiving;
                receiving = true;
                failure = new PgMisuseException(
                        "COPY TO STDOUT does not go through a query or a script; its data was passed over");
                yield expected;
            }
            case MessageType.COPY_DATA -> receiving;
            case MessageType.COPY_DONE -> {
                boolean expected = receiving;
                receiving = false;
                yield expected;
            }
            default -> false;
        };
    }

    /** Whether data is on its way: nothing but data may come. */
    boolean isReceiving() {
        return receiving;
    }

    /** Why the call fails; null if there was no COPY. */
    @Nullable PgMisuseException failure() {
        return failure;
    }

    /**
     * Whether a statement may begin a COPY. The server reads what follows such a statement as data of the copy, so that
     * nothing may be sent behind it.
     */
    static boolean mayBeCopy(String sql) {
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '-' || c == '/' || c == ';') {
                return mentionsCopy(sql);
            }
            if (!Character.isWhitespace(c)) {
                return sql.regionMatches(true, i, COPY, 0, COPY.length());
            }
        }
        return false;
    }

    /** The same for several statements, without reading their quotes and comments. */
    static boolean mentionsCopy(String sql) {
        for (int i = 0; i + COPY.length() <= sql.length(); i++) {
            if (sql.regionMatches(true, i, COPY, 0, COPY.length())) {
                return true;
            }
        }
        return false;
    }
}
