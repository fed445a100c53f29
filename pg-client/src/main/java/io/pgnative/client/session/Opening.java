package io.pgnative.client.session;

import io.netty.util.concurrent.ScheduledFuture;
import io.pgnative.client.LoadBalanceHosts;
import io.pgnative.client.PgConnectException;
import io.pgnative.client.PgException;
import io.pgnative.client.PgHost;
import io.pgnative.client.PgOptions;
import io.pgnative.client.PgServerException;
import io.pgnative.client.SqlState;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The opening of one session with one of several hosts, under one deadline (libpq, "Specifying Multiple Hosts"): host
 * after host, and address after address of each, until a server takes us that is as the options want it. On one event
 * loop.
 */
final class Opening {

    /** What a server says that takes nobody now, and that others may not say; any other refusal is final. */
    private static final Set<String> NOT_NOW = Set.of(
            SqlState.ADMIN_SHUTDOWN,
            SqlState.CRASH_SHUTDOWN,
            SqlState.CANNOT_CONNECT_NOW,
            SqlState.TOO_MANY_CONNECTIONS);

    private final @Nullable LiveTarget live;
    private final ContextInternal context;
    private final TargetSession target;
    private final long deadlineNanos;
    private final Promise<Session> opened;
    private final Deque<PgHost> hosts = new ArrayDeque<>();
    /** What is left to try of the host whose turn it is. */
    private final Deque<PgHost> places = new ArrayDeque<>();

    private final List<Failed> failures = new ArrayList<>();
    /** Of the target, once that is known. */
    private Admission.Ground ground;

    /** Until something has taken time; the first attempt's message then tells the very limit that was given. */
    private boolean untouched = true;

    /** Not as it is preferred, but the best that was found. */
    private @Nullable Session spare;

    /** Why there is no session with a place. */
    private record Failed(PgHost place, PgException reason) {

        String line() {
            String address = place.hostaddr() == null || place.hostaddr().equals(place.name())
                    ? ""
                    : " (" + place.hostaddr() + ")";
            String text = String.valueOf(reason.getMessage());
            int end = text.indexOf('\n');
            return "\n  " + place + address + ": " + (end < 0 ? text : text.substring(0, end));
        }
    }

    /**
     * Makes one.
     *
     * @param ground what all attempts share
     * @param live asked where to connect to; null if the options tell
     * @param context on whose loop the session is to live
     */
    Opening(Admission.Ground ground, @Nullable LiveTarget live, ContextInternal context) {
        this.ground = ground;
        this.live = live;
        this.context = context;
        this.target = new TargetSession(options().targetSessionAttributes());
        this.deadlineNanos = System.nanoTime() + options().connectTimeout().toNanos();
        this.opened = context.promise();
    }

    /** Begins; the session, or why there is none. */
    Future<Session> begin() {
        if (live == null) {
            hosts.addAll(inOrder(options().hosts()));
            next();
        } else {
            askForTarget(live);
        }
        return opened.future();
    }

    private void askForTarget(LiveTarget asked) {
        Duration limit = left();
        untouched = false;
        within(
                limit,
                asked.ground(context),
                "no connection within " + limit.toMillis()
                        + " ms: the time ran out while the target was being asked for",
                done -> {
                    if (done.succeeded()) {
                        ground = done.result();
                        hosts.addAll(inOrder(options().hosts()));
                        next();
                    } else {
                        opened.tryFail(done.cause());
                    }
                });
    }

    private PgOptions options() {
        return ground.options();
    }

    private List<PgHost> inOrder(List<PgHost> listed) {
        if (options().loadBalanceHosts() == LoadBalanceHosts.DISABLE) {
            return listed;
        }
        List<PgHost> shuffled = new ArrayList<>(listed);
        Collections.shuffle(shuffled);
        return shuffled;
    }

    private void next() {
        if (left().isZero()) {
            end();
            return;
        }
        PgHost place = places.poll();
        if (place != null) {
            attempt(place);
            return;
        }
        PgHost host = hosts.poll();
        if (host == null) {
            end();
            return;
        }
        lookUp(host);
    }

    private Duration left() {
        return untouched
                ? options().connectTimeout()
                : Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    /** The limit of one attempt. */
    private Duration share() {
        Duration given = options().hostTimeout();
        Duration left = left();
        if (given == null) {
            return atLeastOneMilli(left.dividedBy(1 + places.size() + hosts.size()));
        }
        return atLeastOneMilli(given.compareTo(left) < 0 ? given : left);
    }

    private static Duration atLeastOneMilli(Duration duration) {
        return duration.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : duration;
    }

    private void lookUp(PgHost host) {
        Duration limit = share();
        Future<List<PgHost>> lookedUp = ground.connector().places(context, host);
        untouched &= lookedUp.isComplete();
        within(
                limit,
                lookedUp,
                "no connection to " + host + " within " + limit.toMillis()
                        + " ms: the time ran out while its name was being looked up",
                done -> {
                    if (done.succeeded()) {
                        places.addAll(inOrder(done.result()));
                        next();
                    } else {
                        failed(host, done.cause());
                    }
                });
    }

    /** Goes on when something is done, on our loop, or when it has not been done in time. */
    private <T> void within(Duration limit, Future<T> done, String late, Handler<AsyncResult<T>> next) {
        Promise<T> first = context.promise();
        done.onComplete(result -> {
            if (result.succeeded()) {
                first.tryComplete(result.result());
            } else {
                first.tryFail(result.cause());
            }
        });
        ScheduledFuture<?> timer = context.nettyEventLoop()
                .schedule(() -> first.tryFail(new PgConnectException(late)), limit.toMillis(), TimeUnit.MILLISECONDS);
        first.future().onComplete(result -> {
            timer.cancel(false);
            next.handle(result);
        });
    }

    private void attempt(PgHost place) {
        Duration limit = share();
        untouched = false;
        new Admission(ground, context, place, limit).begin().onComplete(done -> {
            if (done.succeeded()) {
                check(place, done.result());
            } else {
                failed(place, done.cause());
            }
        });
    }

    private void check(PgHost place, Session session) {
        target.mismatch(session, deadlineNanos).onComplete(done -> {
            if (done.failed()) {
                session.close();
                failed(place, done.cause());
            } else if (done.result().isEmpty()) {
                complete(session);
            } else if (target.isPreference() && spare == null) {
                spare = session;
                next();
            } else {
                session.close();
                failures.add(
                        new Failed(place, new PgConnectException(done.result().get())));
                next();
            }
        });
    }

    private void failed(PgHost place, Throwable cause) {
        PgException reason = cause instanceof PgException known
                ? known
                : new PgConnectException("no connection to " + place + ": " + cause.getMessage(), cause);
        failures.add(new Failed(place, reason));
        if (isFinal(reason)) {
            Session rest = spare;
            if (rest != null) {
                rest.close();
            }
            opened.tryFail(reason);
        } else {
            next();
        }
    }

    /** Whether other hosts would say the same, or must not be told what this one was told. */
    private static boolean isFinal(PgException reason) {
        return reason instanceof PgServerException error
                ? !NOT_NOW.contains(error.sqlState())
                : !(reason instanceof PgConnectException);
    }

    private void complete(Session session) {
        Session rest = spare;
        if (rest != null && rest != session) {
            rest.close();
        }
        opened.tryComplete(session);
    }

    /** Nothing is left to be tried, or no time. */
    private void end() {
        Session rest = spare;
        if (rest != null && rest.isOpen()) {
            complete(rest);
        } else if (failures.size() == 1 && options().hosts().size() == 1) {
            opened.tryFail(failures.get(0).reason());
        } else {
            StringBuilder text = new StringBuilder("no connection to any of the hosts");
            failures.forEach(failure -> text.append(failure.line()));
            places.forEach(place -> text.append("\n  ").append(place).append(": not tried, since no time was left"));
            hosts.forEach(host -> text.append("\n  ").append(host).append(": not tried, since no time was left"));
            PgException last = failures.isEmpty()
                    ? null
                    : failures.get(failures.size() - 1).reason();
            opened.tryFail(new PgConnectException(text.toString(), last));
        }
    }
}
