/** Traces of requests through both web stacks. */
@NullMarked
package io.pgnative.boot.observation;

import org.jspecify.annotations.NullMarked;
