/**
 * The public API of the pgnative PostgreSQL client: interfaces, records, builders and exceptions. Everything outside
 * this package is an implementation detail.
 */
@NullMarked
package io.pgnative.client;

import org.jspecify.annotations.NullMarked;
