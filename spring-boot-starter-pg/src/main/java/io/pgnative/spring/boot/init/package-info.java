/** Scripts that run when an application starts: {@code spring.sql.init}. */
@NullMarked
package io.pgnative.spring.boot.init;

import org.jspecify.annotations.NullMarked;
