/** One adapter for each client: the same statements, the same values read, in the client's natural style. */
@NullMarked
package io.pgnative.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
