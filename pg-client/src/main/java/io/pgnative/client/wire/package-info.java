/** Messages of the PostgreSQL protocol and bytes, in both directions. No sockets. */
@NullMarked
package io.pgnative.client.wire;

import org.jspecify.annotations.NullMarked;
