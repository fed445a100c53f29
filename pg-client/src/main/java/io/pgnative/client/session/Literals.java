package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.ProtocolViolation;
import io.pgnative.client.wire.frontend.Parse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Has the server write the arguments of a statement as literals, for commands that take no parameters. The statement is
 * prepared, to learn the types of its parameters, and not run; the unnamed statement then takes the same types.
 */
final class Literals extends PreparedRequest<List<String>> {

    private final @Nullable Object[] args;
    private final List<String> literals = new ArrayList<>();
    private boolean done;
    private @Nullable PgServerException failure;

    Literals(String sql, @Nullable Object[] args, long deadlineNanos) {
        super(null, StatementSource.text(sql, List.of()), deadlineNanos);
        this.args = args;
        askFirst();
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return null;
    }

    @Override
    void write(ByteBuf out) {
        // What was prepared is not run, so that nothing of it travels ahead.
        parseAhead = null;
        StatementDescription asked = statement().description();
        String rendering = IntStream.rangeClosed(1, asked.parameterCount())
                .mapToObj(number -> "pg_catalog.quote_literal($" + number + "::pg_catalog.text)")
                .collect(Collectors.joining(", ", "select ", ""));
        new Parse("", rendering, asked.parameterOids()).write(out);
        new Statement(rendering, "", new StatementDescription(asked.parameterMessage(), null, asked.types()), 0)
                .writeBindExecute(out, args, names(), 0);
        Statement.writeSync(out);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        if (failure != null || done) {
            return false;
        }
        return switch (type) {
            case MessageType.PARSE_COMPLETE, MessageType.BIND_COMPLETE -> literals.isEmpty();
            case MessageType.DATA_ROW -> {
                read(buf.slice(start, length));
                yield true;
            }
            case MessageType.COMMAND_COMPLETE -> {
                done = true;
                yield literals.size() == args.length;
            }
            default -> false;
        };
    }

    private void read(ByteBuf row) {
        if (!literals.isEmpty() || row.readShort() != args.length) {
            throw new ProtocolViolation("a DataRow does not have the columns of its statement");
        }
        for (int i = 0; i < args.length; i++) {
            int length = row.readInt();
            literals.add(
                    length < 0
                            ? "NULL"
                            : row.readCharSequence(length, StandardCharsets.UTF_8)
                                    .toString());
        }
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return failure != null || done;
    }

    @Override
    void ready(PgSession session) {
        if (failure != null) {
            fail(session, failure);
        } else {
            complete(session, List.copyOf(literals));
        }
    }
}
