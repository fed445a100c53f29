package io.pgnative.client.session;

import io.pgnative.client.Notification;
import io.pgnative.client.NotificationListener;
import io.pgnative.client.PgRegistration;
import io.pgnative.client.QueryEvent.Operation;
import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.backend.NotificationResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of one session: who listens, and what the server knows of that. All on the session's loop, but for what
 * says otherwise.
 *
 * <p>LISTEN and UNLISTEN take effect when their transaction commits, and not at all when it, or a savepoint around
 * them, is rolled back. What was told within a transaction is therefore told again after its end.
 */
final class Channels {

    private static final Logger log = LoggerFactory.getLogger(Channels.class);

    /** One listener. */
    final class Registered implements PgRegistration {

        private final List<String> names;
        private final NotificationListener listener;
        final UserHandler calls;
        private volatile boolean isGone;

        Registered(List<String> names, NotificationListener listener, UserHandler calls) {
            this.names = names;
            this.listener = listener;
            this.calls = calls;
        }

        @Override
        public void close() {
            if (calls.end() && !isGone) {
                listeners.decrementAndGet();
                if (session.context().nettyEventLoop().inEventLoop()) {
                    remove(this);
                } else {
                    session.context().nettyEventLoop().execute(() -> remove(this));
                }
            }
        }
    }

    private final Session session;
    private final Map<String, List<Registered>> byName = new HashMap<>();
    /** Those that the server is known to listen to. */
    private final Set<String> listening = new HashSet<>();
    /** Those that the server was told something of which may not count. */
    private final Set<String> unsettled = new LinkedHashSet<>();

    private final AtomicInteger listeners = new AtomicInteger();
    private volatile boolean isUsed;

    Channels(Session session) {
        this.session = session;
    }

    /** Whether the server may listen for this session; any thread. */
    boolean isUsed() {
        return isUsed;
    }

    /** How many listeners there are; any thread. */
    int listeners() {
        return listeners.get();
    }

    boolean isListening(Collection<String> names) {
        return listening.containsAll(names);
    }

    static String listen(Collection<String> names) {
        return names.stream().map(name -> "LISTEN " + ChannelNames.quoted(name)).collect(Collectors.joining("; "));
    }

    /** Registers a listener; one that is there stays the only one. */
    Registered add(List<String> names, NotificationListener listener, UserHandler calls) {
        for (Registered registered : byName.getOrDefault(names.get(0), List.of())) {
            if (registered.names.equals(names) && registered.listener.equals(listener)) {
                return registered;
            }
        }
        Registered registered = new Registered(names, listener, calls);
        names.forEach(
                name -> byName.computeIfAbsent(name, key -> new ArrayList<>(1)).add(registered));
        listeners.incrementAndGet();
        isUsed = true;
        return registered;
    }

    private void remove(Registered registered) {
        List<String> unheard = new ArrayList<>(1);
        for (String name : registered.names) {
            List<Registered> others = byName.get(name);
            if (others != null && others.remove(registered) && others.isEmpty()) {
                byName.remove(name);
                listening.remove(name);
                unheard.add(name);
            }
        }
        if (session.transactionStatus() == TransactionStatus.FAILED) {
            unsettled.addAll(unheard);
        } else if (!unheard.isEmpty()) {
            tell(unheard);
        }
    }

    /** LISTEN has succeeded. */
    void told(Collection<String> names) {
        isUsed = true;
        if (session.transactionStatus() == TransactionStatus.IDLE) {
            listening.addAll(names);
        } else {
            unsettled.addAll(names);
        }
    }

    /** An exchange is over. */
    void ready(TransactionStatus status) {
        if (status == TransactionStatus.IDLE && !unsettled.isEmpty()) {
            List<String> names = List.copyOf(unsettled);
            unsettled.clear();
            tell(names);
        }
    }

    /** Tells the server what is wanted now. */
    private void tell(List<String> names) {
        if (!session.isOpen()) {
            return;
        }
        List<String> wanted = names.stream().filter(byName::containsKey).toList();
        String sql = names.stream()
                .map(name -> (wanted.contains(name) ? "LISTEN " : "UNLISTEN ") + ChannelNames.quoted(name))
                .collect(Collectors.joining("; "));
        Script script = new Script(null, sql, Operation.LISTEN, Request.NO_DEADLINE);
        script.future().onComplete((done, failure) -> {
            if (session.transactionStatus() != TransactionStatus.IDLE) {
                unsettled.addAll(names);
            } else if (failure == null) {
                wanted.stream().filter(byName::containsKey).forEach(listening::add);
            } else if (session.isOpen()) {
                log.warn("backend {}: the server refused what listeners need", session.processId(), failure);
            }
        });
        session.submit(script);
    }

    void deliver(NotificationResponse message) {
        List<Registered> hearing = byName.get(message.channel());
        if (hearing == null) {
            log.debug("A notification came that nobody listens to");
            return;
        }
        Notification notification = new Notification(message.channel(), message.payload(), message.processId());
        int size = 2 * message.payload().length();
        for (Registered registered : hearing) {
            registered.calls.call(size, () -> registered.listener.onNotification(notification));
        }
    }

    /** Ends all, at the server, too; no transaction is open. */
    void restore() {
        byName.values().forEach(registered -> registered.forEach(each -> each.isGone = true));
        boolean isClean = byName.isEmpty() && listening.isEmpty() && unsettled.isEmpty();
        byName.clear();
        listening.clear();
        unsettled.clear();
        listeners.set(0);
        isUsed = false;
        if (!isClean && session.isOpen()) {
            session.submit(new Script(null, "UNLISTEN *", Operation.LISTEN, Request.NO_DEADLINE));
        }
    }
}
