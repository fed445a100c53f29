package io.pgnative.client.pool;

import io.pgnative.client.ConnectionStatistics;
import io.pgnative.client.session.Session;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at all connections of a pool, each on its own event loop. */
final class Inspection {

    private Inspection() {}

    /** What can be seen of those that are open; the oldest first. */
    static Future<List<ConnectionStatistics>> of(Roster roster) {
        List<Future<ConnectionStatistics>> seen = new ArrayList<>();
        for (PooledSession slot : roster.slots()) {
            seen.add(slot.session().view().map(view -> statistics(slot, view)));
        }
        // One whose loop has gone is left out.
        return Future.join(seen).otherwiseEmpty().map(joined -> seen.stream()
                .filter(Future::succeeded)
                .map(Future::result)
                .toList());
    }

    private static ConnectionStatistics statistics(PooledSession slot, Session.View view) {
        Session session = slot.session();
        long now = System.nanoTime();
        return new ConnectionStatistics(
                session.processId(),
                view.host(),
                view.port(),
                session.serverVersion(),
                role(session.settings()),
                view.isEncrypted(),
                state(slot),
                Duration.ofNanos(slot.inStateNanos(now)),
                Duration.ofNanos(slot.ageNanos(now)),
                slot.uses(),
                view.carried(),
                view.running(),
                view.statements());
    }

    private static ConnectionStatistics.State state(PooledSession slot) {
        if (slot.isGoing()) {
            return ConnectionStatistics.State.CLOSING;
        }
        return slot.isIdle() ? ConnectionStatistics.State.IDLE : ConnectionStatistics.State.BUSY;
    }

    private static ConnectionStatistics.Role role(Map<String, String> settings) {
        String standby = settings.get("in_hot_standby");
        if (standby == null) {
            return ConnectionStatistics.Role.UNKNOWN;
        }
        return standby.equals("on") ? ConnectionStatistics.Role.STANDBY : ConnectionStatistics.Role.PRIMARY;
    }
}
