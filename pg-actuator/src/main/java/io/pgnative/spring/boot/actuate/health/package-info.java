/** Health of the databases that clients use. */
@NullMarked
package io.pgnative.spring.boot.actuate.health;

import org.jspecify.annotations.NullMarked;
