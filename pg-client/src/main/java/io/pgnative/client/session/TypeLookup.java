package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.type.ClientTypes;
import org.jspecify.annotations.Nullable;

/** Asks the server for types that a statement has brought up, between its description and its first run. */
final class TypeLookup extends Exchange {

    private final PreparedRequest<?> request;
    private final ParseAhead parse;
    private final ClientTypes.Question question;
    private final CatalogQuery query;
    private @Nullable PgServerException failure;

    /**
     * Makes one.
     *
     * @param request what runs next
     * @param parse its statement, as the server has described it
     * @param question what is to be asked
     */
    TypeLookup(PreparedRequest<?> request, ParseAhead parse, ClientTypes.Question question) {
        this.request = request;
        this.parse = parse;
        this.question = question;
        this.query = new CatalogQuery(question);
    }

    @Override
    void write(ByteBuf out) {
        query.write(out);
    }

    @Override
    boolean message(byte type, ByteBuf buf, int start, int length) {
        return failure == null && query.message(type, buf, start, length);
    }

    @Override
    void error(PgServerException error) {
        failure = error;
    }

    @Override
    boolean isComplete() {
        return failure != null || query.isDone();
    }

    @Override
    void ready(PgSession session) {
        PgException reason = failure;
        if (reason == null) {
            try {
                session.preparer().types().learn(question, query.answer());
            } catch (PgException e) {
                reason = e;
            }
        }
        if (reason == null) {
            session.described(request, parse);
        } else {
            session.preparer().unused(parse, null);
            request.fail(session, reason);
        }
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
    PreparedRequest<?> request() {
        return request;
    }

    @Override
    String place() {
        return "while the types of a statement were being looked up: " + request.sql();
    }
}
