/** Meters of pools and statement caches. */
@NullMarked
package io.pgnative.spring.boot.actuate.metrics;

import org.jspecify.annotations.NullMarked;
