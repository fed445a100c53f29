/** Small applications on the starter, beside what real ones have beside it. */
@NullMarked
package io.pgnative.boot;

import org.jspecify.annotations.NullMarked;
