package io.pgnative.client.copy;

import io.pgnative.client.Rows;
import io.pgnative.client.session.CopyRowOutlet;
import io.pgnative.client.session.CopyValve;

/** Hands rows on. */
final class RowSink implements CopyRowOutlet {

    private final Outflow<Rows, ?> outflow;

    RowSink(Outflow<Rows, ?> outflow) {
        this.outflow = outflow;
    }

    @Override
    public void begin(CopyValve valve) {
        outflow.begin(valve);
    }

    @Override
    public void take(Rows rows, long bytes) {
        outflow.add(rows, bytes);
    }
}
