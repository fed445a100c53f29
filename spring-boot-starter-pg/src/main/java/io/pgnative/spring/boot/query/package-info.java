/** Interfaces whose methods are statements. */
@NullMarked
package io.pgnative.spring.boot.query;

import org.jspecify.annotations.NullMarked;
