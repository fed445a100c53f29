/** The endpoint {@code pgpool}. */
@NullMarked
package io.pgnative.spring.boot.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
