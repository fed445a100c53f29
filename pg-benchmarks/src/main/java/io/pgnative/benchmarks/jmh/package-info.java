/** Microbenchmarks of parts of the client. */
@NullMarked
package io.pgnative.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
