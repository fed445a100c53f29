package io.pgnative.client.session;

import io.netty.buffer.ByteBuf;
import io.pgnative.client.PgException;
import io.pgnative.client.PgServerException;
import io.pgnative.client.QueryEvent;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.type.TypeChoice;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks a type up by its name and sets its codec for one session. What follows waits, since it may use the type. */
final class ChooseCodec extends Request<@Nullable Void> {

    private final String typeName;
    private final @Nullable TypeChoice choice;
    private final ClientTypes.Question question;
    private final CatalogQuery query;
    private @Nullable PgServerException failure;

    /**
     * Makes one.
     *
     * @param typeName as {@code regtype} takes it
     * @param choice what the type is to be exchanged with; null for what the client has
     */
    ChooseCodec(@Nullable ContextInternal context, String typeName, @Nullable TypeChoice choice, long deadlineNanos) {
        super(context, deadlineNanos);
        this.typeName = typeName;
        this.choice = choice;
        this.question = new ClientTypes.Question(List.of(), List.of(typeName));
        this.query = new CatalogQuery(question);
    }

    @Override
    QueryEvent.@Nullable Operation operation() {
        return null;
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
    boolean isAlone() {
        return true;
    }

    @Override
    void ready(PgSession session) {
        if (failure != null) {
            fail(session, failure);
            return;
        }
        try {
            Preparer preparer = session.preparer();
            preparer.types(preparer.types().with(typeName, choice, query.answer()));
        } catch (PgException e) {
            fail(session, e);
            return;
        }
        complete(session, null);
    }

    @Override
    String place() {
        return "while the type " + typeName + " was being looked up";
    }
}
