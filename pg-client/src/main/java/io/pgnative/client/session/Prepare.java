package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.type.TypeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parse, Describe, Sync: asks the server for the parameters and columns of a statement that nothing is known of. It
 * ends with Sync, so that no lock and no transaction stays open at the server.
 */
final class Prepare extends Exchange {

    private final PreparedRequest<?> request;
    private final ParseAhead parse;
    private @Nullable PgServerException failure;

    /**
     * Makes one.
     *
     * @param request whose statement is prepared, and which runs next
     * @param name the name at the server; empty for the unnamed statement
     * @param types the codecs of its parameters and columns
     */
    Prepare(PreparedRequest<?> request, String name, TypeMap types) {
        this.request = request;
        this.parse = new ParseAhead(request.sql(), name, types);
    }

    @Override
    PreparedRequest<?> request() {
        return request;
    }

    @Override
    void write(ByteBuf out) {
        parse.write(out);
        Statement.writeSync(out);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return failure == null && parse.message(type, buf, start, length);
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    void ready(PgSession session) {
        PgServerException error = failure;
        if (error != null) {
            // A user who chooses a name that is taken does not get the statement that has it closed.
            session.preparer().unused(parse, request.own() == null ? error : null);
            request.fail(session, error);
        } else {
            session.prepared(request, parse);
        }
    }

    @Override
    boolean isComplete() {
        return failure != null || parse.isDone();
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
