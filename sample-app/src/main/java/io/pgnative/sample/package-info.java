/** An order board: a small WebFlux application on pgnative. */
@NullMarked
package io.pgnative.sample;

import org.jspecify.annotations.NullMarked;
