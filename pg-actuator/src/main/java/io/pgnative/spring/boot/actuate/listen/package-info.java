/** Health of the methods that listen. */
@NullMarked
package io.pgnative.spring.boot.actuate.listen;

import org.jspecify.annotations.NullMarked;
