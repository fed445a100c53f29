/** Tests of what an application does with its database: {@link io.pgnative.spring.boot.test.PgTest}. */
@NullMarked
package io.pgnative.spring.boot.test;

import org.jspecify.annotations.NullMarked;
