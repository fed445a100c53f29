/** A library in tables of its own, and the interfaces that ask for it. */
@NullMarked
package io.pgnative.spring.boot.query.library;

import org.jspecify.annotations.NullMarked;
