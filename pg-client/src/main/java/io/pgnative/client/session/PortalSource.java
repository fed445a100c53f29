package io.pgnative.client.session;

import io.pgnative.client.CommandResult;
import io.pgnative.client.PgException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a portal, each batch in an exchange of its own, so that other statements of the transaction can run in
 * between. What runs is never cancelled for a consumer who wants no more: that would fail the transaction.
 */
final class PortalSource implements RowSource {

    private static final @Nullable Object[] NO_ARGUMENTS = {};

    private final QueryExecutor executor;
    private final Supplier<Request<PortalBatch>> first;
    private final BatchSize size;
    private final LongSupplier deadline;
    private final boolean isOwner;
    private final String sql;
    private final @Nullable Object[] args;
    private final @Nullable Object belongsTo;
    private @Nullable Observed observed;
    private long delivered;
    private @Nullable RowListener listener;
    private volatile @Nullable PgSession session;
    private volatile @Nullable Portal portal;
    private volatile @Nullable PgException ended;
    private volatile boolean isBusy;
    private volatile boolean isOver;

    private PortalSource(
            QueryExecutor executor,
            Supplier<Request<PortalBatch>> first,
            BatchSize size,
            LongSupplier deadline,
            boolean isOwner,
            String sql,
            @Nullable Object[] args) {
        this.executor = executor;
        this.first = first;
        this.size = size;
        this.deadline = deadline;
        this.isOwner = isOwner;
        this.sql = sql;
        this.args = args;
        this.belongsTo = Observing.capture(executor.observing());
    }

    /** The rows of a statement, whose portal is closed at the end. */
    static PortalSource of(
            QueryExecutor executor,
            StatementSource source,
            @Nullable Object[] args,
            BatchSize size,
            LongSupplier deadline) {
        return new PortalSource(
                executor,
                () -> new PortalOpen(null, source, args, false, size, deadline.getAsLong()),
                size,
                deadline,
                true,
                source.sql(),
                args);
    }

    /** What is left in a portal; it stays open until it is exhausted. */
    static PortalSource of(QueryExecutor executor, Portal portal, BatchSize size, LongSupplier deadline) {
        return new PortalSource(
                executor,
                () -> new PortalFetch(null, portal, size, deadline.getAsLong()),
                size,
                deadline,
                false,
                portal.sql(),
                NO_ARGUMENTS);
    }

    @Override
    public void start(RowListener rows) {
        listener = rows;
        isBusy = true;
        observed = Observing.beginRows(executor.observing(), sql, args, belongsTo);
        submit(first.get());
    }

    @Override
    public void fetch() {
        run(() -> {
            Portal from = portal;
            if (from != null && !isOver) {
                isBusy = true;
                submit(new PortalFetch(null, from, size, deadline.getAsLong()));
            }
        });
    }

    private void submit(Request<PortalBatch> request) {
        request.future().onComplete((batch, failure) -> {
            session = request.session();
            isBusy = false;
            if (failure == null) {
                came(batch);
            } else {
                over(failure);
            }
        });
        Observed following = observed;
        if (following != null) {
            following.part(request);
        }
        executor.submit(request);
    }

    private void came(PortalBatch batch) {
        Portal from = batch.portal();
        portal = from;
        boolean isLast = from.isExhausted();
        PgException reason = ended;
        if (reason != null) {
            over(reason);
            return;
        }
        RowListener to = listener;
        if (to != null && batch.rows().size() > 0) {
            delivered += batch.rows().size();
            to.rows(batch.rows(), isLast);
        }
        if (isLast) {
            over(null);
        }
    }

    @Override
    public void end(PgException reason) {
        run(() -> {
            ended = reason;
            if (!isBusy) {
                over(reason);
            }
        });
    }

    private void over(@Nullable Throwable failure) {
        if (isOver) {
            return;
        }
        isOver = true;
        Portal from = portal;
        if (from != null && isOwner && !from.isExhausted()) {
            from.closeLater();
        }
        Observed following = observed;
        if (following != null) {
            following.over(new CommandResult("", failure == null ? delivered : 0), 1, failure);
        }
        RowListener to = listener;
        if (to != null) {
            to.ended(failure);
        }
    }

    @Override
    public void run(Runnable task) {
        PgSession current = session;
        if (current == null) {
            task.run();
        } else {
            current.onLoop(task);
        }
    }
}
