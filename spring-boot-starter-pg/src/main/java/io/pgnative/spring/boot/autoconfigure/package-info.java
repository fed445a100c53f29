/** Auto-configuration of the pgnative PostgreSQL client. */
@NullMarked
package io.pgnative.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
