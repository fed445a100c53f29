package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.pgnative.client.CommandResult;
import io.pgnative.client.PgDataException;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.Codec;
import io.pgnative.client.type.EncodeException;
import io.pgnative.client.wire.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that the server has prepared on one connection, with everything of its Bind and Execute messages that is
 * the same for every run laid out beforehand.
 */
final class Statement {

    private final String sql;
    private final String name;
    private final Codec[] parameters;
    private final RowShape shape;
    private final long preparedAtNanos;
    private final boolean mayBeCopy;

    /** Portal, statement name, parameter formats and parameter count: a Bind message up to the first value. */
    private final byte[] bindHead;

    /** Result formats: a Bind message after the last value. */
    private final byte[] bindTail;

    private byte[] lastTag = {};
    private CommandResult lastResult = new CommandResult("", 0);

    Statement(String sql, String name, Codec[] parameters, RowShape shape, boolean[] binaryResults, long nowNanos) {
        this.sql = sql;
        this.name = name;
        this.parameters = parameters;
        this.shape = shape;
        this.preparedAtNanos = nowNanos;
        this.mayBeCopy = shape.size() == 0 && CopyRefusal.mayBeCopy(sql);
        this.bindHead = bindHead(name, parameters);
        this.bindTail = formats(binaryResults);
    }

    private static byte[] bindHead(String name, Codec[] parameters) {
        boolean[] binary = new boolean[parameters.length];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = parameters[i].isBinary();
        }
        byte[] formats = formats(binary);
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        ByteBuf head = Unpooled.buffer();
        head.writeByte(0).writeBytes(nameBytes).writeByte(0).writeBytes(formats).writeShort(parameters.length);
        return bytes(head);
    }

    /** Format codes as Bind wants them: none for nothing, one for all when they are alike, else one each. */
    private static byte[] formats(boolean[] binary) {
        int count = 0;
        for (boolean b : binary) {
            count += b ? 1 : 0;
        }
        ByteBuf formats = Unpooled.buffer();
        if (count == 0) {
            formats.writeShort(0);
        } else if (count == binary.length) {
            formats.writeShort(1).writeShort(1);
        } else {
            formats.writeShort(binary.length);
            for (boolean b : binary) {
                formats.writeShort(b ? 1 : 0);
            }
        }
        return bytes(formats);
    }

    private static byte[] bytes(ByteBuf buf) {
        byte[] bytes = new byte[buf.readableBytes()];
        buf.readBytes(bytes);
        return bytes;
    }

    String sql() {
        return sql;
    }

    /** The name at the server; empty for the unnamed statement. */
    String name() {
        return name;
    }

    boolean isUnnamed() {
        return name.isEmpty();
    }

    RowShape shape() {
        return shape;
    }

    boolean mayBeCopy() {
        return mayBeCopy;
    }

    long preparedAtNanos() {
        return preparedAtNanos;
    }

    int parameterCount() {
        return parameters.length;
    }

    /**
     * Appends Bind and Execute, unnamed portal (protocol, section "Extended Query").
     *
     * @param names what the arguments are called; empty when they have no names
     * @param maxRows the most rows to return; 0 for all
     */
    void writeBindExecute(ByteBuf out, @Nullable Object[] args, List<String> names, int maxRows) {
        if (args.length != parameters.length) {
            throw new PgDataException("the statement takes " + count(parameters.length) + ", but " + args.length
                    + (args.length == 1 ? " was given" : " were given"));
        }
        out.writeByte(MessageType.BIND);
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        out.writeBytes(bindHead);
        for (int i = 0; i < args.length; i++) {
            writeValue(out, i, args[i], names);
        }
        out.writeBytes(bindTail);
        out.setInt(lengthAt, out.writerIndex() - lengthAt);
        out.writeByte(MessageType.EXECUTE).writeInt(9).writeByte(0).writeInt(maxRows);
    }

    private static String count(int arguments) {
        return arguments == 0 ? "no arguments" : arguments == 1 ? "1 argument" : arguments + " arguments";
    }

    private void writeValue(ByteBuf out, int index, @Nullable Object value, List<String> names) {
        if (value == null) {
            out.writeInt(-1);
            return;
        }
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        try {
            parameters[index].encode(value, out);
        } catch (EncodeException e) {
            throw new PgDataException(
                    "argument " + (index + 1) + (names.isEmpty() ? "" : " (:" + names.get(index) + ")") + " of type "
                            + parameters[index].typeName() + " " + e.getMessage(),
                    e);
        }
        out.setInt(lengthAt, out.writerIndex() - lengthAt - 4);
    }

    static void writeSync(ByteBuf out) {
        out.writeByte(MessageType.SYNC).writeInt(4);
    }

    /** Reads a CommandComplete body; a tag equal to the last one gives the same object again. */
    CommandResult result(ByteBuf buf, int start, int length) {
        if (!sameAsLast(buf, start, length)) {
            lastTag = new byte[length];
            buf.getBytes(start, lastTag);
            lastResult = CommandTags.read(buf, start, length);
        }
        return lastResult;
    }

    private boolean sameAsLast(ByteBuf buf, int start, int length) {
        if (length != lastTag.length) {
            return false;
        }
        for (int i = length - 1; i >= 0; i--) {
            if (buf.getByte(start + i) != lastTag[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "Statement{name=" + name + ", parameters="
                + Arrays.toString(Arrays.stream(parameters).map(Codec::typeName).toArray()) + "}";
    }
}
