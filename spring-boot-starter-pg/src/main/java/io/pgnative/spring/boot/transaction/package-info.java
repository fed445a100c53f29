/** Spring's transactions for the native client: managers for Reactor and for threads that wait. */
@NullMarked
package io.pgnative.spring.boot.transaction;

import org.jspecify.annotations.NullMarked;
