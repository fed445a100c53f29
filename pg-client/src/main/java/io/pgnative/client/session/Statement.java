package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgDataException;
import io.pgnative.client.StatementStatistics;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.EncodeException;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that the server has prepared on one connection, with everything of its Bind and Execute messages that is
 * the same for every run laid out beforehand.
 */
final class Statement {

    /** The name of the unnamed portal. */
    static final byte[] UNNAMED = {};

    private final String sql;
    private final String name;
    private final StatementDescription description;
    private final long preparedAtNanos;
    private final boolean mayBeCopy;
    private final boolean mayChangeSession;

    /**
     * The end of the portal's name, statement name, parameter formats and parameter count: a Bind message up to the
     * first value.
     */
    private final byte[] bindHead;

    private final Pace pace = new Pace();
    private byte[] lastTag = {};
    private CommandResult lastResult = new CommandResult("", 0);
    private long hits;
    private boolean hasDroppedStatements;
    private boolean lastChanges;

    Statement(String sql, String name, StatementDescription description, long nowNanos) {
        this.sql = sql;
        this.name = name;
        this.description = description;
        this.preparedAtNanos = nowNanos;
        this.mayBeCopy = description.shape().size() == 0 && CopyRefusal.mayBeCopy(sql);
        this.mayChangeSession = SessionChanges.mayComeOf(sql);
        this.bindHead = bindHead(name, description);
    }

    private static byte[] bindHead(String name, StatementDescription description) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] formats = description.parameterFormats();
        ByteBuffer head = ByteBuffer.allocate(nameBytes.length + formats.length + 4);
        head.put((byte) 0).put(nameBytes).put((byte) 0).put(formats).putShort((short) description.parameterCount());
        return head.array();
    }

    String sql() {
        return sql;
    }

    /** The name at the server; empty for the unnamed statement. */
    String name() {
        return name;
    }

    StatementDescription description() {
        return description;
    }

    RowShape shape() {
        return description.shape();
    }

    /** Whether its runs change the session so that the next user would notice. */
    boolean changesSession() {
        return mayChangeSession || lastChanges;
    }

    boolean mayBeCopy() {
        return mayBeCopy;
    }

    long preparedAtNanos() {
        return preparedAtNanos;
    }

    /** It was found prepared. */
    void found() {
        hits++;
    }

    StatementStatistics statistics(long nowNanos) {
        return new StatementStatistics(
                name, sql, hits, pace.count(), pace.mean(), Duration.ofNanos(nowNanos - preparedAtNanos));
    }

    /** How long runs of it take. */
    Pace pace() {
        return pace;
    }

    /**
     * Appends Bind and Execute, unnamed portal (protocol, section "Extended Query").
     *
     * @param names what the arguments are called; empty when they have no names
     * @param maxRows the most rows to return; 0 for all
     */
    void writeBindExecute(ByteBuf out, @Nullable Object[] args, List<String> names, int maxRows) {
        writeBind(out, UNNAMED, args, names);
        out.writeByte(MessageType.EXECUTE).writeInt(9).writeByte(0).writeInt(maxRows);
    }

    /**
     * Appends Bind (protocol, section "Extended Query").
     *
     * @param portal the portal's name in UTF-8
     * @param names what the arguments are called; empty when they have no names
     */
    void writeBind(ByteBuf out, byte[] portal, @Nullable Object[] args, List<String> names) {
        int parameters = description.parameterCount();
        if (args.length != parameters) {
            throw new PgDataException("the statement takes " + count(parameters) + ", but " + args.length
                    + (args.length == 1 ? " was given" : " were given"));
        }
        out.writeByte(MessageType.BIND);
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        out.writeBytes(portal).writeBytes(bindHead);
        for (int i = 0; i < args.length; i++) {
            writeValue(out, i, args[i], names);
        }
        out.writeBytes(description.resultFormats());
        int length = out.writerIndex() - lengthAt;
        if (length > Wire.MAX_BODY) {
            throw new PgDataException(
                    "the arguments have " + length + " bytes together; one message can hold at most " + Wire.MAX_BODY);
        }
        out.setInt(lengthAt, length);
    }

    private static String count(int arguments) {
        return arguments == 0 ? "no arguments" : arguments == 1 ? "1 argument" : arguments + " arguments";
    }

    private void writeValue(ByteBuf out, int index, @Nullable Object value, List<String> names) {
        if (value == null) {
            out.writeInt(-1);
            return;
        }
        Codec codec = description.parameter(index);
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        try {
            codec.encode(value, out);
        } catch (EncodeException e) {
            throw new PgDataException(
                    "argument " + (index + 1) + (names.isEmpty() ? "" : " (:" + names.get(index) + ")") + " of type "
                            + codec.typeName() + " " + e.getMessage(),
                    e);
        }
        out.setInt(lengthAt, out.writerIndex() - lengthAt - 4);
    }

    static void writeSync(ByteBuf out) {
        out.writeByte(MessageType.SYNC).writeInt(4);
    }

    /** Reads a CommandComplete body; a tag equal to the last one gives the same object again. */
    CommandResult result(ByteBuf buf, int start, int length) {
        if (!sameBytes(lastTag, buf, start, length)) {
            lastTag = new byte[length];
            buf.getBytes(start, lastTag);
            lastResult = CommandTags.read(buf, start, length);
            hasDroppedStatements = CommandTags.dropsStatements(lastResult.tag());
            lastChanges = SessionChanges.show(lastResult.tag());
        }
        return lastResult;
    }

    /** Whether its last run has made the server forget all prepared statements. */
    boolean hasDroppedStatements() {
        return hasDroppedStatements;
    }

    /** From the end on, where the bodies of messages differ most. */
    static boolean sameBytes(byte[] known, ByteBuf buf, int start, int length) {
        if (length != known.length) {
            return false;
        }
        for (int i = length - 1; i >= 0; i--) {
            if (buf.getByte(start + i) != known[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "Statement{name=" + name + ", " + description + "}";
    }
}
