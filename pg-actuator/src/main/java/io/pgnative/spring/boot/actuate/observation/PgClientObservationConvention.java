package io.pgnative.spring.boot.actuate.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags of what a client runs. A bean of this type takes the place of the
 * {@link DefaultPgClientObservationConvention}.
 */
public interface PgClientObservationConvention extends ObservationConvention<PgQueryContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof PgQueryContext;
    }
}
