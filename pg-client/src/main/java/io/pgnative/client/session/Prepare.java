package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.Column;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.result.RowShape;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.type.Codec;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.RowDescription;
import io.pgnative.client.wire.frontend.Describe;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parse, Describe, Sync: makes the server prepare a statement and tell its parameters and columns. It ends with Sync,
 * so that no lock and no transaction stays open at the server.
 */
final class Prepare extends Exchange {

    private static final String DUPLICATE_PREPARED_STATEMENT = "42P05";

    private enum State {
        PARSE,
        PARAMETERS,
        COLUMNS,
        DONE
    }

    private final PreparedRequest<?> request;
    private final String name;
    private final ClientTypes types;
    private State state = State.PARSE;
    private Codec[] parameters = {};
    private RowShape shape = RowShape.NONE;
    private boolean[] binaryResults = {};
    private @Nullable PgServerException failure;

    /**
     * Makes one.
     *
     * @param request whose statement is prepared, and which runs next
     * @param name the name at the server; empty for the unnamed statement
     * @param types the codecs of its parameters and columns
     */
    Prepare(PreparedRequest<?> request, String name, ClientTypes types) {
        this.request = request;
        this.name = name;
        this.types = types;
    }

    @Override
    PreparedRequest<?> request() {
        return request;
    }

    @Override
    void write(ByteBuf out) {
        new Parse(name, request.sql(), List.of()).write(out);
        new Describe(Target.STATEMENT, name).write(out);
        Statement.writeSync(out);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return switch (type) {
            case MessageType.PARSE_COMPLETE -> advance(State.PARSE, State.PARAMETERS);
            case MessageType.PARAMETER_DESCRIPTION -> {
                if (state == State.PARAMETERS) {
                    parameters = ParameterDescription.read(buf.slice(start, length)).typeOids().stream()
                            .map(types::byOid)
                            .toArray(Codec[]::new);
                }
                yield advance(State.PARAMETERS, State.COLUMNS);
            }
            case MessageType.ROW_DESCRIPTION -> {
                if (state == State.COLUMNS) {
                    describe(RowDescription.read(buf.slice(start, length)));
                }
                yield advance(State.COLUMNS, State.DONE);
            }
            case MessageType.NO_DATA -> advance(State.COLUMNS, State.DONE);
            default -> false;
        };
    }

    private boolean advance(State from, State to) {
        boolean expected = state == from && failure == null;
        state = to;
        return expected;
    }

    private void describe(RowDescription description) {
        List<FieldDescription> fields = description.fields();
        List<Column> columns = new ArrayList<>(fields.size());
        Codec[] codecs = new Codec[fields.size()];
        binaryResults = new boolean[fields.size()];
        for (int i = 0; i < codecs.length; i++) {
            FieldDescription field = fields.get(i);
            codecs[i] = types.byOid(field.typeOid());
            binaryResults[i] = codecs[i].isBinary();
            columns.add(new Column(
                    field.name(),
                    field.typeOid(),
                    codecs[i].typeName(),
                    field.typeModifier(),
                    field.tableOid(),
                    field.attributeNumber()));
        }
        shape = new RowShape(columns, codecs);
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    void ready(PgSession session) {
        PgServerException error = failure;
        if (error != null) {
            // Cancelled between Parse and Describe, or left by another user of a pooled backend: the name is taken.
            if (!name.isEmpty() && (state != State.PARSE || error.sqlState().equals(DUPLICATE_PREPARED_STATEMENT))) {
                session.statements().closeLater(name);
            }
            request.fail(session, error);
        } else {
            session.prepared(
                    request, new Statement(request.sql(), name, parameters, shape, binaryResults, System.nanoTime()));
        }
    }

    @Override
    boolean isComplete() {
        return failure != null || state == State.DONE;
    }

    @Override
    void lost(PgSession session, PgException reason) {
        request.lost(session, reason);
    }

    @Override
    boolean isAlone() {
        return true;
    }

    @Override
    String sql() {
        return request.sql();
    }
}
