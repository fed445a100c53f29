/** Microbenchmarks of the codecs. */
@NullMarked
package io.pgnative.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
