/** What the tests of several modules share. */
@NullMarked
package io.pgnative.spring.boot.testing;

import org.jspecify.annotations.NullMarked;
