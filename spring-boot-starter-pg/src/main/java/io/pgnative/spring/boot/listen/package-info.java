/** Methods that hear what is notified: {@link io.pgnative.spring.boot.listen.PgListener}. */
@NullMarked
package io.pgnative.spring.boot.listen;

import org.jspecify.annotations.NullMarked;
