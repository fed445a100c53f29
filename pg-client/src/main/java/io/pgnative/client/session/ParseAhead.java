package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.type.TypeMap;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.frontend.Describe;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Target;
import org.jspecify.annotations.Nullable;

/**
 * Parse and Describe, which make the server prepare a statement and tell its parameters and columns (protocol, section
 * "Extended Query").
 *
 * <p>With a description that was learnt before, they travel ahead of the Bind that was made by it: Parse then gives the
 * types of the parameters, so that the server cannot take the values for others, and the server's answer shows whether
 * the description is true here.
 */
final class ParseAhead {

    private static final byte[] UNTOLD = {};

    private enum State {
        PARSE,
        PARAMETERS,
        COLUMNS,
        DONE
    }

    private final String sql;
    private final String name;
    private final @Nullable StatementDescription learnt;
    private final TypeMap types;
    private State state = State.PARSE;
    private byte[] parameterMessage = UNTOLD;
    private @Nullable StatementDescription told;

    /**
     * Makes one that asks the server.
     *
     * @param sql the statement
     * @param name its name at the server; empty for the unnamed statement
     * @param types the codecs of parameters and columns
     */
    ParseAhead(String sql, String name, TypeMap types) {
        this(sql, name, types, null);
    }

    /**
     * Makes one with a Bind behind it.
     *
     * @param sql the statement
     * @param name its name at the server; empty for the unnamed statement
     * @param learnt what the Bind was made by
     */
    ParseAhead(String sql, String name, StatementDescription learnt) {
        this(sql, name, learnt.types(), learnt);
    }

    private ParseAhead(String sql, String name, TypeMap types, @Nullable StatementDescription learnt) {
        this.sql = sql;
        this.name = name;
        this.types = types;
        this.learnt = learnt;
    }

    String name() {
        return name;
    }

    void write(ByteBuf out) {
        StatementDescription pinned = learnt;
        (pinned == null ? new Parse(name, sql) : new Parse(name, sql, pinned.parameterOids())).write(out);
        new Describe(Target.STATEMENT, name).write(out);
    }

    /** An answer while it is not done. @return false if it must not come now */
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return switch (type) {
            case MessageType.PARSE_COMPLETE -> advance(State.PARSE, State.PARAMETERS);
            case MessageType.PARAMETER_DESCRIPTION -> {
                boolean expected = advance(State.PARAMETERS, State.COLUMNS);
                if (expected) {
                    parameterMessage = bytes(learnt == null ? null : learnt.parameterMessage(), buf, start, length);
                }
                yield expected;
            }
            case MessageType.ROW_DESCRIPTION -> {
                boolean expected = advance(State.COLUMNS, State.DONE);
                if (expected) {
                    told(bytes(learnt == null ? null : learnt.columnMessage(), buf, start, length));
                }
                yield expected;
            }
            case MessageType.NO_DATA -> {
                boolean expected = advance(State.COLUMNS, State.DONE);
                if (expected) {
                    told(null);
                }
                yield expected;
            }
            default -> false;
        };
    }

    private boolean advance(State from, State to) {
        boolean expected = state == from;
        state = to;
        return expected;
    }

    /** The bytes of a message; the known ones when they are the same. */
    private static byte[] bytes(byte @Nullable [] known, ByteBuf buf, int start, int length) {
        if (known != null && Statement.sameBytes(known, buf, start, length)) {
            return known;
        }
        byte[] bytes = new byte[length];
        buf.getBytes(start, bytes);
        return bytes;
    }

    private void told(byte @Nullable [] columnMessage) {
        StatementDescription known = learnt;
        told = known != null && known.parameterMessage() == parameterMessage && known.columnMessage() == columnMessage
                ? known
                : new StatementDescription(parameterMessage, columnMessage, types);
        if (known != null && !told.startsWithParametersOf(known)) {
            throw new ProtocolViolation("a parameter was described with another type than Parse gave it");
        }
    }

    /** Whether the server holds the statement under its name now, whatever fails later. */
    boolean isParsed() {
        return state != State.PARSE;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** What the server told; the learnt description itself when it told the same. Null until it is done. */
    @Nullable StatementDescription told() {
        return told;
    }

    /** Whether the server has confirmed the types that the Bind was made by. */
    boolean isConfirmed() {
        return told != null && learnt != null && (told == learnt || told.hasTypesOf(learnt));
    }

    /** Whether rows can be read in the formats that the Bind asked for. */
    boolean isReadable() {
        return told != null && learnt != null && (told == learnt || told.isReadableInFormatsOf(learnt));
    }
}
