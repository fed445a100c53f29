package io.pgnative.client.session;

import io.pgnative.client.PgServerException;
import io.pgnative.client.SqlState;
import io.pgnative.client.type.ClientTypes;
import io.pgnative.client.type.TypeMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How the requests of one session come to their statements. By what is known of a text:
 *
 * <ul>
 *   <li>it is prepared on this connection: it is bound by its name;
 *   <li>another session has learnt its description: Parse and Describe travel ahead of Bind and Execute, in one round
 *       trip, and what the server tells is compared with what was learnt;
 *   <li>nothing: the server is asked first, and its answer is learnt for all sessions.
 * </ul>
 *
 * <p>A description that is not confirmed is not used again. When it misled the server before anything ran, the request
 * is repeated by asking first. On the session's event loop, but for the figures.
 */
final class Preparer implements SessionTypes {

    /** Classes of errors that say nothing of the statement: transactions, resources, locks, operators, the system. */
    private static final Set<String> PASSING = Set.of("25", "40", "53", "55", "57", "58");

    /** Names of own statements are unlike those of other clients that a pooler may give the same backend. */
    private static final String OWN_PREFIX =
            "pgn_own_" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + "_";

    private static final AtomicLong OWN_NAMES = new AtomicLong();

    private final StatementCache cache;
    private final StatementDescriptions descriptions;
    private final ServerParameters parameters;
    private final LoopCounter parsedAhead = new LoopCounter();
    private long changesSeen;
    private String searchPathSeen = "";

    /** The names of statements that users have prepared for themselves and not closed; given up by any thread. */
    private final Set<String> ownNames = ConcurrentHashMap.newKeySet();

    private final ClientTypes shared;

    /** Those of the client, unless codecs were set for this session alone. */
    private volatile ClientTypes types;

    /** For the next batch; null while one has it. */
    private @Nullable WrittenRows writtenRows = new WrittenRows();

    /** The codecs that all statements in the cache are made with. */
    private TypeMap seen = TypeMap.BUILTIN;

    Preparer(StatementCache cache, StatementDescriptions descriptions, ServerParameters parameters) {
        this.shared = descriptions.types();
        this.types = shared;
        this.cache = cache;
        this.descriptions = descriptions;
        this.parameters = parameters;
    }

    /** Where a batch keeps what it writes, to be given back when it need not be repeated any more. */
    WrittenRows takeWrittenRows() {
        WrittenRows free = writtenRows;
        writtenRows = null;
        return free == null ? new WrittenRows() : free;
    }

    /** A batch needs nothing of it any more. */
    void giveBack(WrittenRows rows) {
        rows.clear();
        writtenRows = rows;
    }

    /** The search path is told by servers from version 18 on. */
    private StatementDescriptions.Key key(String sql) {
        return new StatementDescriptions.Key(sql, searchPath());
    }

    private String searchPath() {
        return parameters.all().getOrDefault("search_path", "");
    }

    /** What to send for a request: itself, or what asks the server for its statement. */
    Exchange begin(PreparedRequest<?> request) {
        dropOutdated();
        String sql = request.sql();
        request.parseAhead = null;
        TypeMap map = currentTypes();
        OwnStatement own = request.own();
        if (own != null) {
            return beginOwn(request, own, map);
        }
        boolean cached = request.keepsStatement() && cache.takes(sql);
        long now = System.nanoTime();
        Statement statement = cached ? cache.find(sql, now) : null;
        if (statement != null) {
            request.statement(statement);
            return request;
        }
        String name = cached ? cache.freeNameOf(sql) : "";
        StatementDescription learnt = request.asksFirst() || hasOwnTypes() ? null : descriptions.find(key(sql), now);
        if (learnt == null || !learnt.isCurrent(map)) {
            return new Prepare(request, name, map);
        }
        parseAhead(request, name, learnt);
        return request;
    }

    /** Never by way of the cache: neither is it looked for there, nor does it come to be there. */
    private Exchange beginOwn(PreparedRequest<?> request, OwnStatement own, TypeMap map) {
        if (!own.isPrepared()) {
            return new Prepare(request, nameOf(own), map);
        }
        Statement prepared = own.statement();
        if (prepared.name().isEmpty()) {
            parseAhead(request, "", prepared.description());
        } else {
            request.statement(prepared);
        }
        return request;
    }

    private String nameOf(OwnStatement own) {
        String wanted = own.wantedName();
        return wanted != null ? wanted : cache.usesNames() ? OWN_PREFIX + OWN_NAMES.incrementAndGet() : "";
    }

    /** Gives a user's statement up; the server is told ahead of what is sent next. */
    void close(OwnStatement own) {
        String name = own.name();
        if (ownNames.remove(name)) {
            cache.closeLater(name);
        }
    }

    /** The server has forgotten all statements. */
    void deallocated() {
        cache.clear();
        ownNames.clear();
    }

    /** The codecs as they are now, and the cache without what was made with others. */
    private TypeMap currentTypes() {
        TypeMap map = types.current();
        if (map != seen) {
            cache.outdatedIf(statement -> !statement.description().isCurrent(map));
            seen = map;
        }
        return map;
    }

    /** What one session has been told of a change spares the others, which may be in a transaction, the error. */
    private void dropOutdated() {
        String searchPath = searchPath();
        if (!searchPath.equals(searchPathSeen)) {
            searchPathSeen = searchPath;
            // Names in the same text may stand for other tables now, which the server does not always tell.
            cache.outdatedIf(statement -> true);
        }
        long changes = descriptions.changes();
        if (changes != changesSeen) {
            changesSeen = changes;
            cache.outdatedIf(statement -> descriptions.isOutdated(key(statement.sql()), statement));
        }
    }

    private static void parseAhead(PreparedRequest<?> request, String name, StatementDescription description) {
        request.statement(new Statement(request.sql(), name, description, System.nanoTime()));
        request.parseAhead = new ParseAhead(request.sql(), name, description);
    }

    /** What asks the server for the types of a statement that it has described; null when they are known. */
    @Nullable Exchange lookup(PreparedRequest<?> request, ParseAhead parse) {
        ClientTypes.Question question =
                request.isAbandoned() ? null : types.question(told(parse).typeOids());
        return question == null ? null : new TypeLookup(request, parse, question);
    }

    private static StatementDescription told(ParseAhead parse) {
        StatementDescription told = parse.told();
        if (told == null) {
            throw new IllegalStateException("ready before it was described");
        }
        return told;
    }

    /** The server has been asked for the statement of a request and for its types, and it can be sent now. */
    void prepared(PreparedRequest<?> request, ParseAhead parse) {
        StatementDescription told = told(parse).with(currentTypes());
        String name = parse.name();
        OwnStatement own = request.own();
        if (own != null) {
            own.prepared(new Statement(request.sql(), name, told, System.nanoTime()));
            if (!name.isEmpty()) {
                ownNames.add(name);
            }
            return;
        }
        if (!hasOwnTypes() && request.keepsStatement()) {
            descriptions.learn(key(request.sql()), told, System.nanoTime());
        }
        request.askFirst();
        if (name.isEmpty()) {
            // Parsed once more with its Bind, since a BEGIN, or a pooler that gives another backend, comes between.
            parseAhead(request, name, told);
        } else {
            Statement statement = new Statement(request.sql(), name, told, System.nanoTime());
            cache.add(statement);
            request.statement(statement);
        }
    }

    /** An exchange has been written. */
    void sent(Exchange exchange) {
        ParseAhead ahead = exchange.parseAhead;
        if (ahead != null) {
            cache.parsing(ahead.name());
            if (exchange instanceof PreparedRequest<?> request && !request.asksFirst()) {
                parsedAhead.increment();
            }
        }
    }

    /** Parse, alone or ahead of its Bind, was not followed by a description, or only by one that is not to be kept. */
    void unused(ParseAhead parse, @Nullable PgServerException failure) {
        // The name is taken, also when that was not by this session but by another user of a pooled backend.
        if (!parse.name().isEmpty() && (parse.isParsed() || isNameTaken(failure))) {
            cache.closeLater(parse.name());
        }
    }

    private static boolean isNameTaken(@Nullable PgServerException failure) {
        return failure != null && failure.sqlState().equals(SqlState.DUPLICATE_PREPARED_STATEMENT);
    }

    /**
     * A request is over: keeps what was prepared by it, and gives up what is not true any more.
     *
     * @param ran whether the server has accepted Bind
     * @param failure what the server said; null if it ran well
     * @return whether the failure may come of what was believed of the statement, and nothing has run
     */
    boolean conclude(PreparedRequest<?> request, boolean ran, @Nullable PgServerException failure) {
        if (failure != null && TypeFailures.doubtsTypes(failure)) {
            types.forget(request.statement().description().typeOids());
        }
        if (request.own() != null) {
            return false;
        }
        ParseAhead ahead = request.parseAhead;
        if (ahead == null) {
            if (failure == null || ran || !isStale(failure)) {
                return false;
            }
            cache.outdated(request.statement());
            if (!isLost(failure)) {
                descriptions.forget(key(request.sql()), System.nanoTime());
            }
            return true;
        }
        cache.parsed(ahead.name());
        if (ahead.isConfirmed()) {
            keep(request, ahead);
            return false;
        }
        unused(ahead, failure);
        if (failure == null || !(isPassing(failure) || isNameTaken(failure))) {
            descriptions.distrust(key(request.sql()), System.nanoTime());
        }
        return failure != null && !ran && !isPassing(failure);
    }

    private void keep(PreparedRequest<?> request, ParseAhead ahead) {
        StatementDescription told = ahead.told();
        if (told == null || ahead.name().isEmpty()) {
            return;
        }
        Statement statement = request.statement();
        cache.add(
                statement.description() == told
                        ? statement
                        : new Statement(request.sql(), ahead.name(), told, statement.preparedAtNanos()));
    }

    private static boolean isPassing(PgServerException failure) {
        String state = failure.sqlState();
        return state.length() == 5 && PASSING.contains(state.substring(0, 2));
    }

    /** The server has lost the statement, or its result has changed since it was prepared. */
    private static boolean isStale(PgServerException failure) {
        return isLost(failure) || TypeFailures.isResultChanged(failure);
    }

    private static boolean isLost(PgServerException failure) {
        return failure.sqlState().equals(SqlState.INVALID_SQL_STATEMENT_NAME);
    }

    // ---------------------------------------------------------------- types

    /** The codecs of this session. */
    ClientTypes types() {
        return types;
    }

    /** Whether this session has codecs that the client's others have not. */
    @SuppressWarnings("ReferenceEquality") // made for this session, or not
    private boolean hasOwnTypes() {
        return types != shared;
    }

    /** Sets the codecs of this session; statements that were made with others are prepared anew. */
    void types(ClientTypes own) {
        types = own;
    }

    @Override
    public void restore() {
        types = shared;
        for (String name : List.copyOf(ownNames)) {
            if (ownNames.remove(name)) {
                cache.closeLater(name);
            }
        }
    }

    @Override
    public void reload() {
        shared.forgetAll();
    }

    /** How often a statement was parsed and run in one round trip. */
    long parsedAhead() {
        return parsedAhead.get();
    }
}
