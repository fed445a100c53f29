package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.Parse;
import java.util.List;

/**
 * A BEGIN that travels ahead of a statement, before the same Sync: when it fails, the server passes the statement over,
 * so that this never runs outside the transaction.
 */
final class BeginAhead {

    private static final byte[] ANSWERS = {
        MessageType.PARSE_COMPLETE, MessageType.BIND_COMPLETE, MessageType.COMMAND_COMPLETE
    };

    /** What most transactions begin with, and its messages. */
    private static final String PLAIN = "BEGIN";

    private static final byte[] PLAIN_MESSAGES = messages(PLAIN);

    private final String sql;
    private int answered;

    BeginAhead(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    void write(ByteBuf out) {
        if (sql.equals(PLAIN)) {
            out.writeBytes(PLAIN_MESSAGES);
        } else {
            write(sql, out);
        }
    }

    private static byte[] messages(String sql) {
        ByteBuf out = Unpooled.buffer();
        write(sql, out);
        return ByteBufUtil.getBytes(out);
    }

    private static void write(String sql, ByteBuf out) {
        new Parse("", sql, List.of()).write(out);
        new Bind("", "", List.of(), List.of(), List.of()).write(out);
        new Execute("", 0).write(out);
    }

    /** Whether the transaction has begun. */
    boolean isDone() {
        return answered == ANSWERS.length;
    }

    /** An answer while it is not done. @return false if it must not come now */
    boolean message(byte type) {
        return type == ANSWERS[answered++];
    }
}
