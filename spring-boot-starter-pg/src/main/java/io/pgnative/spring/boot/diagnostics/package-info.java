/** What an application is told that cannot start. */
@NullMarked
package io.pgnative.spring.boot.diagnostics;

import org.jspecify.annotations.NullMarked;
