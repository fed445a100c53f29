/** Observations of what a client runs, in the terms of the OpenTelemetry conventions for databases. */
@NullMarked
package io.pgnative.spring.boot.actuate.observation;

import org.jspecify.annotations.NullMarked;
