package io.pgnative.spring.boot.actuate.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.pgnative.client.PgHost;
import io.pgnative.client.QueryEnd;
import io.pgnative.client.QueryObservation;
import io.pgnative.client.QueryObserver;
import io.pgnative.client.QueryStart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Makes an observation of each call of a client. It belongs to the observation that is current on the thread of the
 * caller; with Reactor, to the one in the context of the subscriber. While nobody handles observations, nothing is
 * made.
 *
 * <p>The auto-configured clients have one. A client that is built by hand takes one, too:
 * {@code PgClient.builder(vertx).queryObserver(new PgClientObserver(registry))}.
 *
 * <p>Immutable.
 */
public final class PgClientObserver implements QueryObserver {

    private static final int MOST_PARAMETERS = 50;
    private static final int LONGEST_PARAMETER = 100;

    private final ObservationRegistry registry;
    private final @Nullable PgClientObservationConvention convention;
    private final PgClientObservationConvention defaultConvention;
    private final boolean includesParameters;
    private final QueryTexts texts;

    /**
     * Makes one that tells the texts of statements, without literals, and no arguments, by the convention of the
     * registry for {@link PgQueryContext} or, if it has none, the {@link DefaultPgClientObservationConvention}.
     *
     * @param registry who handles observations
     */
    public PgClientObserver(ObservationRegistry registry) {
        this(registry, null, new DefaultPgClientObservationConvention(true), false, new QueryTexts());
    }

    private PgClientObserver(
            ObservationRegistry registry,
            @Nullable PgClientObservationConvention convention,
            PgClientObservationConvention defaultConvention,
            boolean includesParameters,
            QueryTexts texts) {
        this.registry = registry;
        this.convention = convention;
        this.defaultConvention = defaultConvention;
        this.includesParameters = includesParameters;
        this.texts = texts;
    }

    /**
     * The same with names and tags of one's own.
     *
     * @param newConvention wins over all others; null for none
     * @return a copy
     */
    public PgClientObserver convention(@Nullable PgClientObservationConvention newConvention) {
        return new PgClientObserver(registry, newConvention, defaultConvention, includesParameters, texts);
    }

    /**
     * The same with or without the texts of statements, unless a convention of one's own decides.
     *
     * @param included whether traces tell them; default true
     * @return a copy
     */
    public PgClientObserver includeQueryText(boolean included) {
        return new PgClientObserver(
                registry, convention, new DefaultPgClientObservationConvention(included), includesParameters, texts);
    }

    /**
     * The same with or without the arguments of calls, which may hold what no trace should.
     *
     * @param included whether traces tell them; default false
     * @return a copy
     */
    public PgClientObserver includeParameters(boolean included) {
        return new PgClientObserver(registry, convention, defaultConvention, included, texts);
    }

    @Override
    public boolean isActive() {
        return !registry.isNoop();
    }

    @Override
    public @Nullable Object capture(@Nullable Object subscriber) {
        Observation subscribers = subscriber == null ? null : SubscriberContext.observation(subscriber);
        return subscribers != null ? subscribers : registry.getCurrentObservation();
    }

    @Override
    public @Nullable QueryObservation started(QueryStart start) {
        Observation observation = Observation.createNotStarted(
                convention,
                defaultConvention,
                () -> new PgQueryContext(start, texts.of(start.sql()), parameters(start.arguments())),
                registry);
        if (observation.isNoop()) {
            return null;
        }
        if (start.belongsTo() instanceof Observation parent) {
            observation.parentObservation(parent);
        }
        return new Call(observation.start());
    }

    private List<String> parameters(List<?> arguments) {
        if (!includesParameters) {
            return List.of();
        }
        List<String> told = new ArrayList<>();
        for (Object argument : arguments.subList(0, Math.min(MOST_PARAMETERS, arguments.size()))) {
            told.add(text(argument));
        }
        return told;
    }

    /** An argument is an object of the user's, which may do what it likes when asked for its text. */
    private static String text(@Nullable Object argument) {
        try {
            String text = String.valueOf(argument);
            return text.length() <= LONGEST_PARAMETER ? text : text.substring(0, LONGEST_PARAMETER) + " ...";
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return "(no text: " + e.getClass().getSimpleName() + ")";
        }
    }

    /**
     * One call.
     *
     * @param observation started
     */
    private record Call(Observation observation) implements QueryObservation {

        @Override
        public void acquired(int processId, PgHost host) {
            // Not as an event of the observation, of which each would be a counter, too.
            if (observation.getContext() instanceof PgQueryContext context) {
                context.acquired();
            }
        }

        @Override
        public void stopped(QueryEnd end) {
            if (observation.getContext() instanceof PgQueryContext context) {
                context.end(end);
                Throwable failure = context.getFailure();
                if (failure != null) {
                    observation.error(PgFailedCallException.of(failure));
                }
            }
            observation.stop();
        }

        @Override
        public void log(Runnable line) {
            observation.scoped(line);
        }
    }

    /** Apart, since Reactor may be absent; looked at only where somebody subscribes. */
    private static final class SubscriberContext {

        private SubscriberContext() {}

        static @Nullable Observation observation(Object subscriber) {
            return subscriber instanceof ContextView context
                    ? context.getOrDefault(ObservationThreadLocalAccessor.KEY, null)
                    : null;
        }
    }
}
