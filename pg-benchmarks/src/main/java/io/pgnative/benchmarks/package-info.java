/** Runs the JVM's PostgreSQL clients side by side, each in a process of its own. */
@NullMarked
package io.pgnative.benchmarks;

import org.jspecify.annotations.NullMarked;
