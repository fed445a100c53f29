package io.pgnative.client.copy;

import io.pgnative.client.session.CopyRowFeed;

/** Rows that a publisher gives. */
final class PublishedRows implements CopyRowFeed {

    private final Inflow<Object> inflow;

    PublishedRows(Inflow<Object> inflow) {
        this.inflow = inflow;
    }

    @Override
    public void begin(Runnable more) {
        inflow.begin(more);
    }

    @Override
    public Object next() throws Exception {
        boolean ended = inflow.isEnded();
        Object row = inflow.next();
        return row != null ? row : ended ? END : WAITING;
    }

    @Override
    public void close() {
        inflow.close();
    }
}
