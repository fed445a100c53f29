package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.wire.CommandTag;
import java.nio.charset.StandardCharsets;

/** Reads command tags (protocol, message CommandComplete). */
final class CommandTags {

    private CommandTags() {}

    static CommandResult read(ByteBuf buf, int start, int length) {
        String tag = buf.toString(start, Math.max(0, length - 1), StandardCharsets.UTF_8);
        return new CommandResult(tag, Math.max(0, CommandTag.rowCount(buf, start, length)));
    }

    /** Whether a command has made the server forget all prepared statements. */
    static boolean dropsStatements(String tag) {
        return tag.equals("DEALLOCATE ALL") || tag.equals("DISCARD ALL");
    }
}
